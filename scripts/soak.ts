/**
 * Trains `tiny` for a long time and watches that nothing grows: tensors, bytes on the GPU, JavaScript's heap (page and
 * worker). `node --import tsx scripts/soak.ts --minutes 60 --backend wasm`; exit 1 where something does.
 */
import { parseArgs } from 'node:util';
import { grownBetween, soak } from './lib/soak';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, backend: { type: 'string', default: 'wasm' } },
});

const LOOKS = 12;

const minutes = Number(values.minutes);
const wish = { minutes, backend: values.backend, looks: LOOKS };
const { backend, looks } = await soak(wish, (look) => console.error(JSON.stringify(look)));
const [early, late] = [looks[LOOKS / 4]!, looks.at(-1)!];
const grown = grownBetween(early, late);
console.log(JSON.stringify({ backend: backend.backend, adapter: backend.adapter, minutes, early, late, grown }));
process.exitCode = grown.length > 0 ? 1 : 0;
