//! What a browser calls itself, in words.

use crate::i18n::t;
use longtail::text::Lang;

/// `Firefox on Windows`.
pub fn device_name(user_agent: &str, lang: Lang) -> String {
    let has = |word: &str| user_agent.contains(word);
    // The order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
    let browser = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("MicroMessenger", "WeChat"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]
    .into_iter()
    .find(|(mark, _)| has(mark))
    .map(|(_, name)| name);
    let system = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]
    .into_iter()
    .find(|(mark, _)| has(mark))
    .map(|(_, name)| name);
    match (browser, system) {
        (Some(browser), Some(system)) => t::account::browser_on(lang, browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t::account::unknown_device(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_marks() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(device_name(edge, Lang::En), "Edge on Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1";
        assert_eq!(device_name(phone, Lang::Zh), "iPhone 上的 Safari");
        assert_eq!(device_name("", Lang::En), "Unknown device");
    }
}
