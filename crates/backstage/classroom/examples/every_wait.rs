//! Every kind of wait, each at a line with the functions in which a task stands there.
//! Nothing that is waited for ever comes, but for the first sleep.

use std::future::{Future, pending};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinSet, LocalSet, spawn_blocking};
use tokio::time::{interval, sleep, timeout};

const LONG: Duration = Duration::from_secs(60);

async fn nested() {
    deeper(LONG).await;
}

async fn deeper(time: Duration) {
    sleep(time).await; // at: nested › deeper
}

async fn generic<T: Send>(value: T) -> T {
    sleep(LONG).await; // at: spawn_all › generic
    value
}

fn boxed(depth: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        match depth {
            0 => sleep(LONG).await, // at: boxed › boxed › boxed
            _ => boxed(depth - 1).await,
        }
    })
}

struct Shop;

impl Shop {
    async fn open(&self) {
        sleep(LONG).await; // at: spawn_all › Shop::open
    }
}

/// A future by hand: it awaits nothing, so its own line is known.
struct Never(Option<std::task::Waker>);

impl Future for Never {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0 = Some(context.waker().clone()); // at: spawn_all › Never::poll
        Poll::Pending
    }
}

async fn second_wait() {
    sleep(Duration::from_millis(10)).await; // at: second_wait
    sleep(LONG).await; // at: second_wait
}

#[rustfmt::skip]
async fn over_lines() {
    let semaphore = Semaphore::new(0);
    let _permit = semaphore
        .acquire()
        .await; // at: over_lines
}

async fn branches() {
    tokio::join!(
        async {
            sleep(LONG).await; // at: branches › async block
        },
        deeper_branch(),
    );
}

async fn deeper_branch() {
    sleep(LONG).await; // at: branches › deeper_branch
}

async fn first() {
    tokio::select! { // at: first
        () = sleep(LONG) => {}
        () = sleep(LONG + LONG) => {}
    }
}

async fn sockets() -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let mut client = tokio::net::TcpStream::connect(listener.local_addr()?).await?; // at: spawn_all › sockets
    let (mut server, _) = listener.accept().await?;
    server.write_all(b"x").await?;
    let mut buffer = [0; 2];
    client.read_exact(&mut buffer).await?; // at: spawn_all › sockets
    Ok(())
}

fn spawn_all(tasks: &mut JoinSet<()>) {
    tasks.spawn(nested());
    tasks.spawn(async { drop(generic(String::new()).await) });
    tasks.spawn(boxed(2));
    tasks.spawn(async { Shop.open().await });
    tasks.spawn(async {
        tokio::task::yield_now().await; // at: spawn_all
        Never(None).await;
    });
    tasks.spawn(second_wait());
    tasks.spawn(over_lines());
    tasks.spawn(branches());
    tasks.spawn(first());
    tasks.spawn(async { drop(sockets().await) });
    tasks.spawn(async {
        let mut ticks = interval(LONG);
        ticks.tick().await;
        ticks.tick().await; // at: spawn_all
    });
    tasks.spawn(async {
        let _ = timeout(LONG, pending::<()>()).await; // at: spawn_all
    });
    tasks.spawn(async {
        let mutex = Mutex::new(());
        let _guard = mutex.lock().await;
        drop(mutex.lock().await); // at: spawn_all
    });
    tasks.spawn(async {
        let lock = RwLock::new(());
        let _guard = lock.read().await;
        drop(lock.write().await); // at: spawn_all
    });
    tasks.spawn(async {
        drop(Semaphore::new(0).acquire().await); // at: spawn_all
    });
    tasks.spawn(async {
        Notify::new().notified().await; // at: spawn_all
    });
    tasks.spawn(async {
        let _ = Barrier::new(2).wait().await; // at: spawn_all
    });
    tasks.spawn(async {
        let cell = OnceCell::new();
        cell.get_or_init(pending::<()>).await;
    });
    tasks.spawn(async {
        let (_sender, mut receiver) = watch::channel(1);
        let _ = receiver.changed().await; // at: spawn_all
    });
    tasks.spawn(async {
        let (_sender, mut receiver) = broadcast::channel::<u32>(1);
        let _ = receiver.recv().await; // at: spawn_all
    });
    tasks.spawn(async {
        let (_sender, mut receiver) = mpsc::channel::<u32>(1);
        let _ = receiver.recv().await; // at: spawn_all
    });
    tasks.spawn(async {
        let (sender, _receiver) = mpsc::channel(1);
        let _ = sender.send(1).await;
        let _ = sender.send(2).await; // at: spawn_all
    });
    tasks.spawn(async {
        let (_sender, receiver) = oneshot::channel::<u32>();
        let _ = receiver.await; // at: spawn_all
    });
    tasks.spawn(async {
        let (_sender, receiver) = async_channel::bounded::<u32>(1);
        let _ = receiver.recv().await; // at: spawn_all
    });
    tasks.spawn(async {
        let task = tokio::spawn(pending::<()>());
        let _ = task.await; // at: spawn_all
    });
    tasks.spawn(async {
        let mut set = JoinSet::new();
        set.spawn(pending::<()>());
        set.join_next().await; // at: spawn_all
    });
    tasks.spawn(async {
        let mut futures = FuturesUnordered::new();
        futures.push(pending::<()>());
        futures.next().await; // at: spawn_all
    });
    tasks.spawn(async {
        join_all((0..50).map(|_| pending::<()>())).await; // at: spawn_all
    });
    tasks.spawn(async {
        let (_keep, waits) = std::sync::mpsc::channel::<()>();
        let _ = spawn_blocking(move || thread::park_timeout(LONG / 1000)).await; // at: spawn_all
        drop(waits);
    });
}

fn main() {
    let shared = Arc::new(());
    classroom::run(async {
        let mut tasks = JoinSet::new();
        spawn_all(&mut tasks);
        let local = LocalSet::new();
        local.spawn_local(async {
            let alone = Rc::new(Notify::new());
            alone.notified().await; // at: async block
        });
        let _ = timeout(Duration::from_secs(1), local).await; // at: main
        sleep(Duration::from_millis(5)).await; // at: main
        drop(shared);
    });
}
