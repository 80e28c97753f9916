//! The capabilities of the terminal: colours, and characters beyond ASCII.

use std::env;

/// Capabilities of a terminal, as far as its environment names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether it may be given colours. Without them nothing is lost but colour.
    pub colour: bool,
    /// Whether it shows characters that are not in ASCII.
    pub unicode: bool,
}

impl Capabilities {
    /// Reads them from the environment: `NO_COLOR`, and the encoding of the locale,
    /// which is UTF-8 unless `LC_ALL`, `LC_CTYPE` or `LANG` names another.
    pub fn of_environment() -> Capabilities {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        Capabilities {
            colour: set("NO_COLOR").is_none(),
            unicode: cfg!(windows) || locale.is_none_or(|locale| is_utf8(&locale)),
        }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_names_the_encoding() {
        for locale in ["C.UTF-8", "en_US.utf8", "zh_CN.UTF-8"] {
            assert!(is_utf8(locale), "{locale}");
        }
        for locale in ["C", "POSIX", "de_DE.ISO-8859-1", "zh_CN.GBK"] {
            assert!(!is_utf8(locale), "{locale}");
        }
    }
}
