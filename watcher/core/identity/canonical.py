"""One address for all the addresses of an article: with and without tracking, http and https, AMP and mobile.

For comparing only: nobody fetches or shows what comes out here.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from watcher import late

_TRACKING = frozenset({  # only what is never an article's number: `sid` and `id` are, on old sites
    "__cft__[0]", "__s", "__tn__", "__twitter_impression", "_ga", "_gl", "_hsenc", "_hsmi", "action_object_map",
    "action_ref_map", "action_type_map", "aff_id", "amp", "campaign_id", "cmp", "cmp_id", "cmpid", "cn-track",
    "cvid", "dclid", "dicbo", "echobox", "ef_id", "emc", "epik", "fb_action_ids", "fb_action_types", "fb_source",
    "fbclid", "feedname", "feedtype", "fref", "ftag", "ftcamp", "gad_source", "gbraid", "gclid", "gclsrc", "gs_l",
    "guccounter", "guce_referrer", "guce_referrer_sig", "hootpostid", "icid", "igsh", "igshid", "int_campaign",
    "int_medium", "int_source", "ito", "jsessionid", "mbid", "mc_cid", "mc_eid", "mkt_tok", "mkwid", "msclkid",
    "ncid", "nr_email_referer", "ocid", "oly_anon_id", "oly_enc_id", "origin_rss", "outputtype", "partner_id",
    "phpsessid", "piwik_campaign", "piwik_kwd", "pk_campaign", "pk_keyword", "pk_kwd", "rb_clickid", "recruiter",
    "ref", "ref_src", "ref_url", "referrer", "refsrc", "rss", "rssfeed", "s_cid", "s_kwcid", "sc_cid", "sc_src",
    "seid", "session_id", "sessionid", "share_id", "shared", "sharetype", "smid", "smtyp", "soc_src", "soc_trk",
    "spm", "sr_share", "sref", "srnd", "taid", "tpcc", "trackingid", "traffic_source", "trk", "trkcampaign",
    "tsource", "twclid", "vero_conv", "vero_id", "wbraid", "wickedid", "wprov", "wt.mc_id", "wt_mc", "wt_zmc",
    "xtor", "yclid", "ymclid", "ysclid", "zanpid",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "utm-", "at_", "ns_", "hsa_", "mtm_", "matomo_", "itm_", "stm_", "oft_", "_openstat")
_SESSION_IN_PATH = late.pattern(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_VARIANT_HOST = late.pattern(
    r"^(?:(?:www\d?|m|mobile|mobil|amp)\.)+(?=[^.]+\.[^.]+)"
)  # something with a dot must remain
_AMP_PATH = late.pattern(r"(?:/amp|\.amp|/amp\.html|/index\.(?:html?|php))$", re.IGNORECASE)
_AMP_FILE = late.pattern(r"\.amp(?=\.html?$)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=2048)  # asked for the same address to look it up and to decide
def canonical(url: str) -> str:
    """The address without what does not tell articles apart; what is no web address comes back as it is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    host = _VARIANT_HOST.sub("", host.rstrip("."))
    if port and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = _query(parts.query)
    # A fragment is a place on a page, but for the pages that are programs: there it is the page.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{host}{_path(parts.path)}{'?' + query if query else ''}{fragment}"


def is_tracking(parameter: str) -> bool:
    """Whether a query parameter says where a reader came from rather than what there is to read."""
    name = parameter.lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _path(path: str) -> str:
    path = _SESSION_IN_PATH.sub("", path)
    if "%" in path or not path.isascii():
        path = quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    path = _AMP_FILE.sub("", _AMP_PATH.sub("", path.rstrip("/")))
    return path.removeprefix("/amp") if path.startswith("/amp/") else path.rstrip("/")


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query[:4096], keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not is_tracking(pair[0]))
    return urlencode(kept, errors="surrogateescape")
