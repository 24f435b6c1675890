//! One call: its request, and the next page's.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, Request, header};
use model::{PracticeId, Secret};
use url::Url;

use crate::{Answer, Endpoint, Error, Next, Oddity, Page, wire};

/// A request before it has a token. Reads carry everything in the query, writes in a form.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) endpoint: Endpoint,
    method: Method,
    url: Url,
    form: Option<Bytes>,
}

impl Call {
    /// A read of a practice. An empty segment is refused: it would name another resource.
    pub(crate) fn get(
        endpoint: &'static str,
        base: &Url,
        practice: &PracticeId,
        path: &[&str],
    ) -> Result<Self, Error> {
        let endpoint = Endpoint(endpoint);
        let invalid = |what| Error::Invalid { endpoint, what };
        let mut url = base.clone();
        let mut segments = url.path_segments_mut().map_err(|()| invalid("the environment has no path"))?;
        segments.clear().push("v1");
        for segment in [practice.as_str()].iter().chain(path) {
            if matches!(*segment, "" | "." | "..") {
                return Err(invalid("an id is empty"));
            }
            segments.push(segment);
        }
        drop(segments);
        Ok(Self { endpoint, method: Method::GET, url, form: None })
    }

    /// A read of an address that belongs to no practice.
    pub(crate) fn get_url(endpoint: &'static str, url: Url) -> Self {
        Self { endpoint: Endpoint(endpoint), method: Method::GET, url, form: None }
    }

    /// A write to a practice, which carries its fields in a form.
    pub(crate) fn write(self, method: Method, fields: &[(&str, String)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            form.append_pair(name, value);
        }
        Self { method, form: Some(Bytes::from(form.finish())), ..self }
    }

    /// A deletion, which carries nothing.
    pub(crate) fn deleting(self) -> Self {
        Self { method: Method::DELETE, ..self }
    }

    /// A post that carries a form already encoded.
    pub(crate) fn post(endpoint: &'static str, url: Url, form: Bytes) -> Self {
        Self { endpoint: Endpoint(endpoint), method: Method::POST, url, form: Some(form) }
    }

    /// Adds a parameter.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Adds a parameter where there is a value.
    pub(crate) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a flag where it is up.
    pub(crate) fn with_flag(self, name: &str, up: bool) -> Self {
        self.with_some(name, up.then_some("true"))
    }

    /// The same list at another place. A path that leaves the list, or the host, is refused: it
    /// would carry the token along.
    pub(crate) fn at(&self, place: &str) -> Result<Self, Error> {
        let odd = Error::Unexpected { endpoint: self.endpoint, status: 200, what: Oddity::BadNext };
        let mut url = self.url.join(place).map_err(|_| odd.clone())?;
        let astray = url.origin() != self.url.origin() || !url.path().eq_ignore_ascii_case(self.url.path());
        if astray || offset(&url).is_none() {
            return Err(odd);
        }
        url.set_fragment(None);
        if let (None, Some(limit)) = (parameter(&url, "limit"), parameter(&self.url, "limit")) {
            url.query_pairs_mut().append_pair("limit", &limit);
        }
        Ok(Self { url, ..self.clone() })
    }

    /// A page, with its `next` only where that leads on: an empty page and an offset beyond the
    /// total end a list, and an offset that does not grow would never end.
    pub(crate) fn page<T, R>(
        &self,
        listing: wire::Listing<T>,
        reply: &Reply,
        read: impl FnMut(T) -> R,
    ) -> Result<Page<R>, Error> {
        let next = match listing.next {
            Some(place) if !listing.rows.is_empty() => self.next(&place, listing.total)?,
            _ => None,
        };
        let rows = listing.rows.into_iter().map(read).collect();
        Ok(Page { rows, total: listing.total, next, as_of: reply.as_of, dated: reply.dated })
    }

    fn next(&self, place: &str, total: Option<u64>) -> Result<Option<Next>, Error> {
        let odd = Error::Unexpected { endpoint: self.endpoint, status: 200, what: Oddity::BadNext };
        let url = self.url.join(place).map_err(|_| odd.clone())?;
        let offset = offset(&url).ok_or(odd.clone())?;
        if total.is_some_and(|total| offset >= total) {
            return Ok(None);
        }
        if offset <= self::offset(&self.url).unwrap_or(0) {
            return Err(odd);
        }
        self.at(place).map(|_| Some(Next::new(place.to_owned())))
    }

    /// The request, with its authorization, where it has one, and an id of its own.
    pub(crate) fn request(
        &self,
        authorization: Option<&Secret>,
        request_id: &str,
    ) -> Result<Request<Bytes>, http::Error> {
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(self.url.as_str())
            .header(header::ACCEPT, "application/json")
            .header("x-request-id", request_id);
        if let Some(authorization) = authorization {
            let mut value = http::HeaderValue::from_str(authorization.expose())?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        if self.form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request.body(self.form.clone().unwrap_or_default())
    }
}

/// A query's parameter by its name, whose case athenahealth changes at will.
fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
}

fn offset(url: &Url) -> Option<u64> {
    parameter(url, "offset")?.parse().ok()
}

/// A whole answer of success.
pub(crate) struct Reply {
    pub(crate) body: Bytes,
    pub(crate) as_of: DateTime<Utc>,
    pub(crate) dated: bool,
    pub(crate) meter: Meter,
}

impl Reply {
    pub(crate) fn answer<T>(&self, value: T) -> Answer<T> {
        Answer { value, as_of: self.as_of, dated: self.dated }
    }
}

/// The longest wait that a server's word brings about: its word can be wrong.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// The headers of a reply that the budget follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meter {
    pub(crate) limit: Option<u64>,
    pub(crate) left: Option<u64>,
    pub(crate) date: Option<DateTime<Utc>>,
    pub(crate) retry_after: Option<Duration>,
}

impl Meter {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name| text(name).and_then(|value| value.parse::<u64>().ok());
        let instant = |value: &str| DateTime::parse_from_rfc2822(value).ok().map(|at| at.to_utc());
        let date = text("date").and_then(instant);
        let asked = number("retry-after").map(Duration::from_secs).or_else(|| {
            let until = text("retry-after").and_then(instant)?;
            (until - date?).to_std().ok()
        });
        Self {
            limit: number("x-ratelimit-limit"),
            left: number("x-ratelimit-remaining"),
            date,
            retry_after: asked.map(|asked| asked.min(LONGEST_WAIT)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};

    use super::Meter;

    #[test]
    fn no_server_makes_calls_rest_for_longer_than_an_hour() {
        for asked in ["9000000000000", "31536000", "18446744073709551615"] {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", HeaderValue::from_static(asked));
            assert_eq!(Meter::read(&headers).retry_after, Some(Duration::from_secs(3_600)), "{asked}");
        }
    }
}
