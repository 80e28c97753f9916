//! A future is a value with a type and a size.
//!
//! Tutorial: 003-3-coroutine-objects
//! Look for: the size: it is the argument, and a byte for how far the function is.
//! Twin: none, because Python prints the object's address, and a Rust future has no
//!   fixed place before it is polled: its type and its size are what can be shown

use std::any::type_name_of_val;

use classroom::println;

async fn get_request(url: &str) {
    println!("正在请求:  {url}"); // never printed: no request is awaited
}

fn main() {
    classroom::run(async {
        let request = get_request("www.b.com");
        // {{closure}}: a type without a name that you could write
        println!("{}", type_name_of_val(&request));
        // url takes 16 bytes, the state one, rounded up to 8
        println!("{} bytes", size_of_val(&request));

        let requests = ["1.com", "2.com", "3.com"].map(get_request);
        // three side by side, without a heap
        println!(
            "{} of them: {} bytes",
            requests.len(),
            size_of_val(&requests)
        );
    });
}
