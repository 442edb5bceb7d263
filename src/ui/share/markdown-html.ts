import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/** What a lesson's text may consist of: nothing that runs, loads, frames or styles anything. */
const TAGS = [
  'p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'em', 'del', 'code', 'pre', 'kbd', 'sub', 'sup',
  'ul', 'ol', 'li', 'blockquote', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
];
/** Addresses that a link may have: the web, mail, and this page, of which a shared one may lead on to the next lesson. */
const ADDRESSES = /^(?:https?:|mailto:|#)/i;

const marked = new Marked({ gfm: true, async: false });
const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A' || node.getAttribute('href')?.startsWith('#')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

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
