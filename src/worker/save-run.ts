import { version } from '../../package.json';
import { writeProject } from '../codecs/project';
import { encodePng } from '../codecs/png';
import { tileSheet } from '../core/images';
import { MessageError } from '../core/messages';
import { renderLatents } from '../explore/render';
import type { Run } from '../train/run';

/** Tiles in a row of the sample sheet. */
const COLUMNS = 8;

/** A run as the bytes of a .dcgan file, its sample grid as the sheet; to be called when no step is under way. */
export async function saveRun(run: Run): Promise<Uint8Array<ArrayBuffer>> {
  const [checkpoint, images] = await Promise.all([run.checkpoint(), renderLatents(run.pair, run.gridLatents)]);
  const sheet = tileSheet(images, COLUMNS);
  const written = writeProject(checkpoint, {
    app: version,
    samples: encodePng(sheet.rgba, sheet.width, sheet.height),
  });
  if (!written.ok) throw new MessageError(written.message.code, written.message.params, written.message.detail);
  return written.value;
}
