import type { Page } from '@playwright/test';
import { PRESETS } from '../src/core/presets';
import { RandomStream } from '../src/core/random';
import type { Lesson } from '../src/state/lesson';
import { shareUrl } from '../src/state/url';
import { expect, test } from './fixtures';
import { openPage, reachStep } from './page';

const lessonOf = (changes: Partial<Lesson>): Lesson => ({ title: 'Noise', text: '', steps: [], rules: {}, ...changes });

/** What follows the page's own address in a shared one of the preset `tiny`. */
function link({ seed = 1, lesson = null }: { seed?: number; lesson?: Lesson | null }): string {
  const draft = { preset: 'tiny' as const, dataId: 'mnist', config: { ...PRESETS.tiny, seed } };
  const made = shareUrl('https://example.org/', { draft, language: 'en', view: 'train', layer: null, pins: [], lesson });
  return new URL(made!.href).hash;
}

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((text) => (location.hash = text), hash);
}

const sheet = (page: Page) => page.getByTestId('lesson-sheet');

test('an address holds settings, seed, pins and view, and asks before it replaces a run', async ({ page }) => {
  await openPage(page, './?backend=wasm&lang=en#preset=tiny&seed=5');
  await page.keyboard.press('k');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await reachStep(page, 1);
  await page.getByRole('tab', { name: 'Explore' }).click();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const address = await page.getByRole('dialog', { name: 'Share' }).getByText('#share=1.').textContent();
  await page.keyboard.press('Escape');

  const asked = page.getByRole('dialog', { name: 'Open this address?' });
  await goTo(page, link({ seed: 6 }));
  await expect(asked).toContainText('at step 1');
  await asked.getByRole('button', { name: 'Keep the run' }).click();
  await expect(asked).toBeHidden();
  await expect(page.getByTestId('step-count')).toHaveText('1');
  const random = new RandomStream(1, 'link');
  const letters = Buffer.from(Uint8Array.from({ length: 300 }, () => random.integer(256))).toString('base64url');
  const broken = [
    ['#share=1.abc', 'This link is damaged'],
    [`#share=1.${letters}`, 'This link is damaged'],
    [`#share=1.${'x'.repeat(100_000)}`, 'This link has 101 kB; at most'],
    ['#share=<script>alert(1)</script>', 'This link is damaged'],
  ] as const;
  for (const [hash, says] of broken) {
    await goTo(page, hash);
    await expect(page.getByTestId('notice')).toContainText(says);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByTestId('notice')).toHaveCount(0);
  }
  await expect(page.getByTestId('step-count')).toHaveText('1');
  await goTo(page, link({ seed: 7 }));
  await asked.getByRole('button', { name: 'Open, give up the run' }).click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('7');

  const query = '?backend=wasm';
  await page.goto('about:blank');
  await openPage(page, `./${query}${new URL(address!).hash}`);
  await expect(page.getByRole('tab', { name: 'Explore' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'Show pin 1' })).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
});

test('a lesson hides and locks what its teacher chose, and leads through its steps', async ({ page }) => {
  const lesson = lessonOf({
    text: 'Watch **both** [networks](https://example.org/).',
    steps: ['Press *Step* once', 'Compare'],
    rules: { 'view:explore': 'hidden', 'view:inspect': 'locked', 'setting:seed': 'locked', 'setting:kernel': 'hidden', 'action:reset': 'hidden', 'picker:preset': 'locked' },
  });
  await openPage(page, `./?backend=wasm${link({ seed: 3, lesson })}`);
  await expect(sheet(page).getByRole('heading', { name: 'Noise' })).toBeVisible();
  await expect(sheet(page).locator('strong')).toHaveText('both');
  await expect(page.getByRole('tab', { name: 'Explore' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Look inside' })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Kernel size' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Reset', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await reachStep(page, 1);
  // Neither by a key nor by another door.
  for (const key of ['r', '2', '3']) await page.keyboard.press(key);
  await page.getByRole('button', { name: /^G2: fractionally-strided/ }).click();
  await expect(page.getByRole('tab', { name: 'Train' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('step-count')).toHaveText('1');

  await expect(sheet(page)).toContainText('Step 1 of 2');
  await sheet(page).getByRole('button', { name: 'Done, next' }).click();
  await expect(sheet(page)).toContainText('Step 2 of 2');
  await page.reload();
  await expect(sheet(page)).toContainText('Step 2 of 2');
  await sheet(page).getByRole('button', { name: 'Done, finish' }).click();
  await expect(sheet(page)).toContainText('All steps are done.');
  await sheet(page).getByRole('button', { name: 'Leave the lesson' }).click();
  await expect(page.getByRole('tab', { name: 'Explore' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toBeEnabled();
});

const HOSTILE = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '<svg onload="window.hacked = 1"><script>window.hacked = 1</script></svg>',
  '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
  '[a](javascript:window.hacked=1) <a href="  java\nscript:window.hacked=1">b</a> <a href="data:text/html,<script>1</script>">c</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror="window.hacked = 1"></style></mglyph></table></mtext></math>',
  '<form action="https://example.org/"><input name="a" autofocus onfocus="window.hacked = 1"><button>go</button></form>',
  '<p style="position:fixed;inset:0" onclick="window.hacked = 1" id="root" class="x">over everything</p>',
  '<object data="x"></object><embed src="x"><link rel="stylesheet" href="https://example.org/x.css"><base href="https://example.org/">',
  '![picture](https://example.org/picture.png)',
  '[fine](https://example.org/fine) [next](#share=1.abc) [d](vbscript:x) [e](data:text/html,x)',
  '<details ontoggle="window.hacked = 1" open>x</details><video src="x" onerror="window.hacked = 1"></video>',
];

test('a teacher writes a lesson with a live preview, in which no text can run, load or frame anything', async ({ page }) => {
  await openPage(page, './?backend=wasm&lang=en#preset=tiny');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Make a lesson of it' }).click();
  const editor = page.getByRole('dialog', { name: 'Make a lesson' });
  const preview = editor.getByRole('region', { name: 'As a learner sees it' });
  const text = editor.getByRole('textbox', { name: 'Text, in Markdown' });
  await text.fill(`${HOSTILE.join('\n\n')}\n\n*end*`);
  await expect(preview.locator('em').last()).toHaveText('end');
  // HTML in the text is text.
  await expect(preview).toContainText('<script>window.hacked = 1</script>');
  const written = await preview.evaluate((element) => {
    const lesson = [...element.querySelectorAll('em')].at(-1)!.closest('div')!;
    const all = [...lesson.querySelectorAll('*')];
    return {
      tags: [...new Set(all.map(({ tagName }) => tagName.toLowerCase()))],
      attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
      hrefs: [...lesson.querySelectorAll('a')].flatMap((one) => one.getAttribute('href') ?? []),
    };
  });
  expect(written.tags.filter((tag) => !['p', 'a', 'em', 'br'].includes(tag))).toEqual([]);
  expect(written.attributes.filter((name) => !['href', 'target', 'rel'].includes(name))).toEqual([]);
  expect(written.hrefs).toEqual(['https://example.org/fine', '#share=1.abc']);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);

  await editor.getByRole('textbox', { name: 'Title' }).fill('Seeds');
  await text.fill('## Why\n\n- one\n- two');
  await expect(preview.getByRole('listitem')).toHaveCount(2);
  await editor.getByRole('button', { name: 'Add a step' }).click();
  await editor.getByRole('textbox', { name: 'Step 1' }).fill('Press `Train`');
  await expect(preview.locator('code')).toHaveText('Train');
  await editor.getByText('Views', { exact: true }).click();
  await editor.getByRole('combobox', { name: 'Data', exact: true }).selectOption('hidden');
  const address = await editor.getByText('#share=1.').textContent();
  await editor.getByRole('button', { name: 'Try it here' }).click();
  await expect(sheet(page).getByRole('heading', { name: 'Seeds' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Data', exact: true })).toHaveCount(0);
  await page.goto('about:blank');
  await page.goto(address!);
  await expect(sheet(page)).toContainText('Press Train');
});

test.describe('the content security policy', () => {
  test.use({ allowedErrors: [/Content Security Policy|example\.org/i] });

  test('is in the page itself and refuses inline scripts, eval and other hosts', async ({ page }) => {
    // As on a host that sends no header of ours.
    await page.route('**/', async (route) => {
      const response = await route.fetch();
      const headers = Object.fromEntries(Object.entries(response.headers()).filter(([name]) => name !== 'content-security-policy'));
      await route.fulfill({ response, headers });
    });
    await openPage(page, './?backend=wasm&lang=en#preset=tiny');
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      const image = new Image();
      const refusedImage = new Promise<boolean>((resolve) => {
        image.onerror = () => resolve(true);
        image.onload = () => resolve(false);
      });
      image.src = 'https://example.org/picture.png';
      // In a task of the page's own: what a debugger evaluates itself may do more.
      const evaluated = await new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            Reflect.construct(Function, ['return 1']);
            resolve(true);
          } catch {
            resolve(false);
          }
        });
      });
      const fetched = await fetch('https://example.org/').then(() => true, () => false);
      return { inline: 'inlineRan' in window, evaluated, fetched, image: !(await refusedImage) };
    });
    expect(ran).toEqual({ inline: false, evaluated: false, fetched: false, image: false });
  });
});
