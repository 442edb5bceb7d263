/**
 * Lets faults happen by chance, drawn from a seed, to a run that trains in a real browser, and checks after each that it
 * goes on from a good checkpoint: `node --import tsx scripts/faults.ts --count 200 --seed 1 --backend wasm`.
 */
import { parseArgs } from 'node:util';
import { watchWorkers } from '../e2e/faults';
import { sufferFaults } from '../e2e/random-faults';
import { launchBrowser } from './lib/browser';
import { ensurePage } from './lib/page';
import { DIST } from './lib/paths';
import { serveFolders } from './lib/static-server';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string', default: 'wasm' },
  },
});

await ensurePage();
const served = await serveFolders({ '/': DIST }, 0);
const browser = await launchBrowser(values.backend !== 'webgpu');
try {
  const page = await browser.newPage();
  await watchWorkers(page);
  await page.goto(`${served.url}?backend=${values.backend}&lang=en#preset=tiny&zDistribution=normal&steps=1000000`);
  await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':not([aria-disabled])')).click();
  await sufferFaults(page, Number(values.count), Number(values.seed), (line) => console.log(line));
  console.log(`${values.count} faults, and the run still trains.`);
} finally {
  await browser.close();
  await served.close();
}
