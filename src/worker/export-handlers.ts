import { version } from '../../package.json';
import { writeHistory } from '../codecs/csv';
import { encodePng } from '../codecs/png';
import type { TensorMap } from '../core/checkpoint';
import type { ExportedFile, ExportWish, SampleScale } from '../core/exports';
import { tileSheet } from '../core/images';
import { MessageError } from '../core/messages';
import { renderLatents } from '../explore/render';
import type { Network } from '../model/network';
import { readVariable } from '../model/variable';
import type { Run } from '../train/run';
import { layerNotFinite } from '../train/trace';
import type { ExportRequests } from './export-protocol';
import type { Context, Handlers } from './handlers';

/** Samples in a row of the picture. */
const COLUMNS = 8;

/** Answers the requests that make files of a model. The code of formats for other programs loads when one is first asked for. */
export function exportHandlers(context: Context): Handlers<keyof ExportRequests> {
  return { exportModel: async ({ model, wish }) => write(context.model(model), wish) };
}

async function write(run: Run, wish: ExportWish): Promise<ExportedFile> {
  const { pair, config } = run;
  switch (wish.kind) {
    case 'page': {
      if (wish.z.length !== config.zSize)
        throw new MessageError('latentLength', { found: wish.z.length, expected: config.zSize });
      const [{ writeGeneratorPage }, tensors] = await Promise.all([
        import('../codecs/generator-page'),
        readTensors(pair.generator),
      ]);
      const { layers } = pair.generator;
      const model = { layers, tensors, range: pair.range, prior: config.zDistribution, z: wish.z };
      return { bytes: writeGeneratorPage(model, wish.content), type: 'text/html' };
    }
    case 'pytorch': {
      const network = pair[wish.network];
      const [{ writePyTorch }, tensors] = await Promise.all([import('../codecs/pytorch'), readTensors(network)]);
      return { bytes: writePyTorch(network.layers, tensors), type: 'application/octet-stream' };
    }
    case 'layersModel': {
      const [{ writeLayersModels }, generator, discriminator] = await Promise.all([
        import('../codecs/layers-model'),
        readTensors(pair.generator),
        readTensors(pair.discriminator),
      ]);
      const networks = [
        { name: 'generator', layers: pair.generator.layers, tensors: generator },
        { name: 'discriminator', layers: pair.discriminator.layers, tensors: discriminator },
      ];
      return { bytes: writeLayersModels(networks, version), type: 'application/zip' };
    }
    case 'samples':
      return { bytes: await samples(run, wish.scale), type: 'image/png' };
    case 'history':
      return { bytes: new TextEncoder().encode(writeHistory(run.historyTable())), type: 'text/csv' };
    default:
      return wish satisfies never;
  }
}

async function samples({ pair, gridLatents }: Run, scale: SampleScale): Promise<Uint8Array<ArrayBuffer>> {
  const [{ enlarge }, images] = await Promise.all([import('../codecs/enlarge'), renderLatents(pair, gridLatents)]);
  const { rgba, width, height } = tileSheet(enlarge(images, scale), COLUMNS);
  return encodePng(rgba, width, height);
}

/**
 * A network's tensors as they are when this is called, though training may go on meanwhile. Throws a message where a
 * value is not finite: another program would open the file, and draw or compute nothing that makes sense.
 */
async function readTensors({ variables }: Network): Promise<TensorMap> {
  const read = [...variables].map(async ([name, variable]) => [name, await readVariable(variable)] as const);
  const tensors = new Map(await Promise.all(read));
  const layer = layerNotFinite(tensors);
  if (layer !== null) throw new MessageError('exportNotFinite', { layer: layer.toUpperCase() });
  return tensors;
}
