"""What Gradio's own widgets say: the language of this service, not that of the reader's browser."""

from __future__ import annotations

import json
from typing import Any

from ui.language import language, say

_LOCALES = ("zh-CN", "zh-TW", "en")


def wording() -> Any:
    """The words of the widgets that we use, the same for every browser."""
    from gradio.i18n import I18n

    words = {
        "upload_text.drop_file": say("将文件拖到这里", "Drop files here"),
        "upload_text.click_to_upload": say("点击选择文件", "click to choose"),
        "common.or": say("或", "or"),
        "common.upload": say("添加文件", "Add files"),
        "common.clear": say("清除", "Clear"),
        "common.remove": say("移除", "Remove"),
        "common.loading": say("载入中", "Loading"),
        "common.error": say("错误", "Error"),
    }
    return I18n(**dict.fromkeys(_LOCALES, words))


def script() -> str:
    """What no setting of Gradio's reaches: the page's language, labels that it has in English only, deletion in a row.

    A new panel of sources is shown from its beginning, and a checked draft from its verdicts: both stand where a reader
    may have scrolled past; on a telephone a turn in the making from its question, clear of the box that asks the next. Escape leads
    from a source back to the answer. Each tab has a key of its own, in ``#tab``, that stays when the page is loaded anew and goes
    with the tab; see ``ui.web.talks``. A link ``a.remove`` of the shelf puts its document's id into the box ``#chosen``, whose event asks first; ``a.restore`` its into ``#back``.
    """
    ours = {
        "Click to upload or drop files": say("选择文件，或把文件拖到这里", "Choose files or drop them here"),
        "File upload": say("选择文件", "Choose files"),
        "Remove this file": say("移除这个文件", "Remove this file"),
    }
    return (
        "<script>(() => {"
        f"document.documentElement.lang = '{'zh-CN' if language() == 'zh' else 'en'}';"
        f"const ours = {json.dumps(ours, ensure_ascii=False)};"
        "const name = () => { for (const theirs in ours) for (const e of "
        "document.querySelectorAll(`[aria-label=\"${theirs}\"]`)) e.setAttribute('aria-label', ours[theirs]); };"
        "let panel = null, verdicts = null, turn = null, held = null; const show = () => {"
        "const mark = document.querySelector('#evidence mark[id]'), side = document.querySelector('#evidence-side');"
        "if (mark && mark.id !== panel) { panel = mark.id; side.scrollTop = 0; }"
        "const sums = document.querySelector('#draft-state .tallies');"
        "if (sums && !verdicts) sums.scrollIntoView(); verdicts = sums;"
        "const now = document.querySelector('#current .turn'), id = now?.id ?? null;"
        "if (id && id !== turn && matchMedia('(max-width: 900px)').matches) held = id; turn = id;"
        "if (!held) return; setTimeout(() => held && document.getElementById(held)?.scrollIntoView());"
        "if (!now || now.querySelector('.foot, .failed')) setTimeout(() => { if (held === id) held = null; }, 500); };"
        "for (const by of ['wheel', 'touchmove']) addEventListener(by, () => { held = null; }, {passive: true});"
        "let key = ''; try { key = sessionStorage.wenju ||= Array.from(crypto.getRandomValues(new Uint8Array(16)),"
        "b => b.toString(16).padStart(2, '0')).join(''); } catch {}"
        "const put = (box, words) => { box.value = words; box.dispatchEvent(new Event('input', {bubbles: true})); };"
        "const known = () => { const box = document.querySelector('#tab textarea, #tab input');"
        "if (key && box && box.value !== key) put(box, key); };"
        "new MutationObserver(() => { name(); show(); known(); }).observe(document.body, {childList: true, subtree: true}); name();"
        "document.addEventListener('keydown', event => { if (event.key === 'Escape')"
        "document.querySelector('.source:has(:target) a.back')?.click(); });"
        "document.addEventListener('click', event => {"
        "const link = event.target.closest('a.remove, a.restore'), into = link?.matches('.restore') ? '#back' : '#chosen',"
        "box = document.querySelector(`${into} textarea, ${into} input`);"
        "if (!link || !box) return; event.preventDefault(); put(box, link.hash.slice(1)); });"
        "})();</script>"
    )
