"""Texts that are hard on text code: every trap of Unicode and HTML, in any order."""

from hypothesis import strategies as st

_TRAPS = (
    *("e\u0301", "\u0301", "\u0345", "ΐ", "İ", "ı", "ß", "ﬁ", "…", "½", "ﷺ", "ё", "й", "и\u0306", "ى", "ـ"),
    *("か", "\u3099", "ｶ", "ﾞ", "ᄒ", "ᅡ", "ᆫ", "ㅎ", "ㅏ", "한", "ก", "ำ", "क", "\u094d", "\u093c", "ক", "朝鲜"),
    *("\u200b", "\u200c", "\u200d", "\u00ad", "\ufe0f", "\u202e", "\u2066", "\ufeff", "\U000e0067", "\ufffe", "\ud800"),
    *("😀", "🇩", "🇪", "👍🏽", "\x00", "\x1b[31m", "\x85", "\u2028", "\n", " ", "\u00a0"),
    *("&", "&amp;", "&lt;", "amp;", "&#38;", "&#27;", "&#xD800;", "lt", ";", "<b>", "</p>", "<", ">", "<!--", "<script>", '"'),
    *("U.S.", "9. Juli", "l’armée", "Kim Jong‑un", "KN‑23미사일", "的。"),
)  # fmt: skip

nasty_texts = st.lists(st.one_of(st.sampled_from(_TRAPS), st.characters())).map("".join)
