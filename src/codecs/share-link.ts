import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';

/**
 * What a shared address carries: a version, a dot, and JSON, deflated and in the letters of base64url (RFC 4648), which
 * stand in an address as they are.
 */

/** Version of the format; raised when links could no longer be read as before. */
export const LINK_VERSION = 1;
/** The longest text that is written or read, in characters: what browsers and mail still pass on. */
export const LONGEST_LINK = 64_000;
/** What a text may unpack to, in bytes; deflate packs made-up text a thousandfold. */
const LARGEST_CONTENT = 1_000_000;

const FORM = /^(\d{1,6})\.([\w-]*)$/;

/** A value as the text of a link; null when it would be longer than a link may be. */
export function writeLink(value: unknown): string | null {
  const packed = deflateSync(strToU8(JSON.stringify(value)), { level: 9 });
  const letters = btoa(strFromU8(packed, true)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const text = `${LINK_VERSION}.${letters}`;
  return text.length > LONGEST_LINK ? null : text;
}

/** The value in a link's text, to be checked by whoever asked; refused when it is too long, damaged or of another version. */
export function readLink(text: string): Result<unknown> {
  if (text.length > LONGEST_LINK)
    return fail('linkTooLong', { found: Math.ceil(text.length / 1000), limit: LONGEST_LINK / 1000 });
  const [, version, letters] = FORM.exec(text) ?? [];
  if (version === undefined || letters === undefined) return fail('linkDamaged');
  if (Number(version) !== LINK_VERSION) return fail('linkVersion', { found: Number(version), expected: LINK_VERSION });
  try {
    const packed = strToU8(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), true);
    return succeed(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(inflated(packed))));
  } catch (error) {
    return fail('linkDamaged', {}, String(error));
  }
}

function inflated(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((part) => {
    length += part.length;
    if (length > LARGEST_CONTENT) throw new RangeError(`more than ${LARGEST_CONTENT} bytes`);
    parts.push(part);
  });
  // In small pieces, so that little is unpacked before the size is looked at.
  for (let at = 0; at < packed.length; at += 1024) stream.push(packed.subarray(at, at + 1024), at + 1024 >= packed.length);
  const content = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return content;
}
