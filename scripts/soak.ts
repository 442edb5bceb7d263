/**
 * Trains `tiny` for a long time and watches that nothing grows: tensors, bytes on the GPU, JavaScript's heap (page and
 * worker). `node --import tsx scripts/soak.ts --minutes 60 --backend wasm`; exit 1 where something does.
 */
import { parseArgs } from 'node:util';
import { PRESETS } from '../src/core/presets';
import { Automation } from './lib/automation';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, backend: { type: 'string', default: 'wasm' } },
});

/** Looks at memory; few enough that looking, which collects garbage first, is no load of its own. */
const LOOKS = 12;
/** What the heap may grow by and still count as flat: noise of the collector, and the history's own rows. */
const HEAP_SHARE = 0.1;
const HEAP_BYTES = 8e6;

const minutes = Number(values.minutes);
const automation = await Automation.open((event) => {
  if (event.type === 'notice' || event.type === 'lost') console.error(event.message.code);
});
try {
  const { backend, adapter } = await automation.connect(values.backend);
  const config = { ...PRESETS.tiny, steps: 1_000_000 };
  await automation.request('loadData', { id: 'mnist', imageSize: config.imageSize, channels: config.channels });
  const { id } = await automation.request('createRun', { dataId: 'mnist', config });
  await automation.request('train', { run: id, slow: 0 });
  const about = { id: 'soak', name: 'soak', created: Date.now(), dataId: 'mnist', config, from: null };
  const looks: { step: number; tensors: number; gpuBytes: number; heapBytes: number }[] = [];
  for (let n = 0; n < LOOKS; n++) {
    await new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / LOOKS));
    const { step } = await automation.request('keepRun', { run: id, about, pins: [] });
    const { tensors, gpuBytes } = await automation.request('speed', { run: id });
    looks.push({ step, tensors, gpuBytes, heapBytes: await automation.heapBytes() });
    console.error(JSON.stringify(looks.at(-1)));
  }
  // The first looks still see what is made once: programs, buffers, the first checkpoint.
  const early = looks[Math.floor(LOOKS / 4)]!;
  const late = looks.at(-1)!;
  const grown = [
    ...(late.tensors > early.tensors ? ['tensors'] : []),
    ...(late.gpuBytes > early.gpuBytes ? ['gpuBytes'] : []),
    ...(late.heapBytes > early.heapBytes * (1 + HEAP_SHARE) + HEAP_BYTES ? ['heapBytes'] : []),
  ];
  console.log(JSON.stringify({ backend, adapter, minutes, early, late, grown }));
  process.exitCode = grown.length > 0 ? 1 : 0;
} finally {
  await automation.close();
}
