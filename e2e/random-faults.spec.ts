import { watchWorkers } from './faults';
import { test } from './fixtures';
import { openPage } from './page';
import { sufferFaults } from './random-faults';

test('a run outlives twenty faults drawn from a seed', async ({ page }) => {
  test.setTimeout(300_000);
  await watchWorkers(page);
  await openPage(page, './?backend=wasm#preset=tiny&baseFilters=2&zSize=4&zDistribution=normal&steps=1000000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await sufferFaults(page, 20, 1, (line) => console.log(line));
});
