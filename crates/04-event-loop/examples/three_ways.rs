//! A future is run by the loop, by an await, or by a task.
//!
//! Tutorial: none
//! Look for: 1.com is fetched before main goes on; 2.com while main goes on.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; whoever runs this future has begun
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done", one second after it began
}

fn main() {
    // The first way: the loop runs until this future is done. asyncio.run(main())
    classroom::run(async {
        // The second: an await runs it here, as a part of main. await get_request(…)
        get_request("1.com").await;
        println!("main has waited"); // the await was over only with the request
        // The third: a task runs it beside main. asyncio.create_task(get_request(…))
        let task = tokio::spawn(get_request("2.com"));
        println!("main goes on"); // spawning only queues: 2.com has not begun
        sleep(Duration::from_millis(500)).await;
        println!("main is half-way"); // main had the thread while 2.com was asleep
        task.await.expect("a request does not panic");
    });
}
