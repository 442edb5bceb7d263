import { version } from '../../package.json';
import { writeProject } from '../codecs/project';
import { encodePng } from '../codecs/png';
import type { Checkpoint } from '../core/checkpoint';
import { tileSheet } from '../core/images';
import type { Images } from '../core/images';
import { MessageError } from '../core/messages';
import type { StoredPin } from '../core/pins';
import { renderLatents } from '../explore/render';
import type { Run } from '../train/run';

/** Tiles in a row of the sample sheet. */
const COLUMNS = 8;

/** A run at one step: what it takes to go on from there, and its sample grid. */
export interface RunMoment {
  checkpoint: Checkpoint;
  samples: Images;
}

/** The run as it is; to be called, and waited for, when no step is under way. */
export async function takeMoment(run: Run): Promise<RunMoment> {
  const [checkpoint, samples] = await Promise.all([run.checkpoint(), renderLatents(run.pair, run.gridLatents)]);
  return { checkpoint, samples };
}

/** A run's moment as the bytes of a .dcgan file, with the sample grid as a sheet; throws the message that says why not. */
export function writeMoment({ checkpoint, samples }: RunMoment, pins: readonly StoredPin[]): Uint8Array<ArrayBuffer> {
  const sheet = tileSheet(samples, COLUMNS);
  const written = writeProject(checkpoint, {
    app: version,
    pins,
    samples: encodePng(sheet.rgba, sheet.width, sheet.height),
  });
  if (!written.ok) throw new MessageError(written.message.code, written.message.params, written.message.detail);
  return written.value;
}
