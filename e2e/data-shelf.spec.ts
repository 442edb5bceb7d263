import { expect, test } from './fixtures';
import type {} from './pages/shelf';

test('sets are kept in IndexedDB where a worker has no files', async ({ page }) => {
  await page.goto('test/shelf.html');
  const counts = { new: 1, exact: 0, near: 0 };
  const check = await page.evaluate(
    (about) => globalThis.checkDatabaseShelf(about),
    {
      version: 1,
      id: 'own:1',
      name: 'first',
      hash: '1',
      size: 1,
      channels: 1,
      modelChannels: 1,
      fit: 'crop',
      background: [0, 0, 0],
      classNames: ['a'],
      counts: { train: counts, heldOut: counts },
      created: 1,
      drop: 'none',
    } as const,
  );
  expect(check).toEqual({
    names: ['first'],
    renamed: ['renamed'],
    train: [1, 2, 3],
    heldOut: [4],
    notes: [9, 8],
    missing: true,
    left: 0,
  });
});
