//! What the compiler says about a forgotten `.await`.

async fn get_request(url: &str) {
    println!("正在请求:  {url}");
}

fn main() {
    get_request("www.b.com");
}
