//! What the compiler says about a list that is awaited.

async fn get_request(url: &str) {
    println!("正在请求:  {url}");
}

async fn get_all(urls: Vec<&str>) {
    let requests: Vec<_> = urls.into_iter().map(get_request).collect();
    requests.await;
}

fn main() {
    let _nobody_polls_it = get_all(vec!["1.com", "2.com", "3.com"]);
}
