import { MessageError } from '../core/messages';
import type { Message } from '../core/messages';

/** What to tell a person of anything thrown: a MessageError's own words, else that something unexpected happened. */
export function messageOf(error: unknown): Message {
  if (error instanceof MessageError) return error.userMessage;
  return { code: 'unexpected', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
