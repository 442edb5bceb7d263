import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import { expectNoSidewaysScroll, openPage, reachStep } from './page';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;

test('every view is accessible and fits, light and dark, in both languages, at three sizes', async ({ page }) => {
  test.setTimeout(240_000);
  const views = page.getByRole('tablist').first().getByRole('tab');
  await openPage(page, './?backend=wasm#preset=tiny');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await reachStep(page, 4);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(theme);
    for (const tab of await views.all()) {
      await tab.click();
      await expectNoViolations();
    }
  }
  await page.getByRole('button', { name: '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('tab', { name: '들여다보기' })).toBeVisible();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const tab of await views.all()) {
      await tab.click();
      await expectNoSidewaysScroll(page);
      // The views scroll, not the page.
      expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
    }
  }
  await views.first().click();
  await expectNoViolations();
  // On a phone the page's own controls are in a menu.
  await page.getByRole('button', { name: '더 보기' }).click();
  for (const name of ['English', '테마: 어둡게', '내보내기', '공유', '도움말과 단축키']) await expect(page.getByRole('menuitem', { name })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  async function setTheme(theme: 'light' | 'dark'): Promise<void> {
    await expect(async () => {
      if ((await page.locator('html').getAttribute('data-theme')) !== theme) await page.keyboard.press('d');
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme, { timeout: 200 });
    }).toPass();
  }

  async function expectNoViolations(): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const told = serious.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map(({ html }) => html) }));
    expect(told).toEqual([]);
  }
});

// With reduced motion panels open and close at once.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('everything can be done from the keyboard, and the help names the keys', async ({ page }) => {
  await openPage(page, './?backend=wasm&lang=en#preset=tiny');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('Slow motion');
  // The dialog takes the keys once it has the focus.
  await expect.poll(() => help.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('s');
  await reachStep(page, 1);
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Explore' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('1');
  // Typed into a field, the same letters are its text.
  await page.getByRole('textbox', { name: 'Steps in all' }).press('2');
  await expect(page.getByRole('tab', { name: 'Train' })).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Share' })).toContainText('share=1.');
});
