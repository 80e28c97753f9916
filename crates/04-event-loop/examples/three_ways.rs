//! A future is polled by the runtime, through an await, or as a task.
//!
//! Tutorial: none
//! Look for: 1.com is fetched before main goes on; 2.com while main goes on.

use std::time::Duration;

use classroom::println;
use tokio::time::sleep;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // "requesting"; first poll of this future
    sleep(Duration::from_secs(1)).await;
    println!("请求结束: {url}"); // "request done"; the timer fired
}

fn main() {
    // The runtime polls this future until it is ready. In Python: asyncio.run(main())
    classroom::run(async {
        // An await polls it as a part of main. In Python: await get_request(…)
        get_request("1.com").await;
        println!("main has waited"); // get_request has returned
        // A task is polled beside main. In Python: create_task(get_request(…))
        let task = tokio::spawn(get_request("2.com"));
        println!("main goes on"); // spawn has queued the task
        sleep(Duration::from_millis(500)).await;
        println!("main is halfway"); // main's timer fired
        task.await.expect("a request does not panic");
    });
}
