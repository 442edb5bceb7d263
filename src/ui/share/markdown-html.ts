import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/** What a lesson's text may consist of: nothing that runs, loads, frames or styles anything. */
const TAGS = [
  'p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'em', 'del', 'code', 'pre',
  'ul', 'ol', 'li', 'blockquote', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
];
/** Addresses that a link may have: the web, mail, and this page, of which a shared one may lead on to the next lesson. */
const ADDRESSES = /^(?:https?:|mailto:|#)/i;

/** HTML within the Markdown stands there as the text that it is, and a picture as its words. */
const marked = new Marked({
  gfm: true,
  async: false,
  renderer: { html: ({ text }) => escaped(text), image: ({ text }) => escaped(text) },
});
const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A' || node.getAttribute('href')?.startsWith('#')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Markdown as HTML that can be put into the page whoever wrote it. */
export function markdownToHtml(markdown: string): string {
  return purifier.sanitize(marked.parse(markdown, { async: false }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'title', 'start'],
    ALLOWED_URI_REGEXP: ADDRESSES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
