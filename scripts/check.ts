/**
 * Every check, in the order in which a failure is cheapest to learn: types, lint, unit tests, build, e2e tests. Stops
 * at the first stage that fails. The last line is `N passed, N failed`, counting unit and e2e tests. `--long` adds the
 * slow tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser';
import { buildData } from './lib/build-data';
import { ensurePage, ensureTestPages } from './lib/page';
import { ROOT } from './lib/paths';
import { addTallies, readPlaywrightReport, readVitestReport, type Tally } from './lib/test-report';

/** One stage: `run` gives whether it passed and, where it runs tests, how many did. */
interface Stage {
  name: string;
  run: () => Promise<{ passed: boolean; tests?: Tally }>;
}

const UNIT_REPORT = path.join(ROOT, 'test-results/unit.json');
const E2E_REPORT = path.join(ROOT, 'test-results/e2e.json');

const { values } = parseArgs({ options: { long: { type: 'boolean' } } });
const environment = { ...process.env, ...(values.long && { TEST_LONG: '1' }) };

const STAGES: readonly Stage[] = [
  { name: 'set-up', run: setUp },
  { name: 'types', run: async () => ({ passed: runTool('typescript', 'bin/tsc', ['--noEmit']) }) },
  { name: 'lint', run: async () => ({ passed: runTool('oxlint', 'bin/oxlint', ['--type-aware', '--deny-warnings']) }) },
  { name: 'unit tests', run: runUnitTests },
  { name: 'build', run: build },
  { name: 'e2e tests', run: runE2eTests },
];

async function setUp(): Promise<{ passed: boolean }> {
  await rm(path.dirname(UNIT_REPORT), { recursive: true, force: true });
  await mkdir(path.dirname(UNIT_REPORT), { recursive: true });
  await buildData();
  console.log(`Browser: ${ensureBrowser()}`);
  return { passed: true };
}

async function runUnitTests(): Promise<{ passed: boolean; tests: Tally }> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
  const passed = runTool('vitest', 'vitest.mjs', ['run', ...reporters]);
  return { passed, tests: await readVitestReport(UNIT_REPORT) };
}

async function build(): Promise<{ passed: boolean }> {
  await ensurePage();
  await ensureTestPages();
  return { passed: true };
}

async function runE2eTests(): Promise<{ passed: boolean; tests: Tally }> {
  const passed = runTool('@playwright/test', 'cli.js', ['test']);
  return { passed, tests: await readPlaywrightReport(E2E_REPORT) };
}

function runTool(npmPackage: string, program: string, args: string[]): boolean {
  const file = path.join(ROOT, 'node_modules', npmPackage, program);
  return spawnSync(process.execPath, [file, ...args], { cwd: ROOT, env: environment, stdio: 'inherit' }).status === 0;
}

const summary: string[] = [];
let total: Tally = { passed: 0, failed: 0 };
let allPassed = true;
for (const { name, run } of STAGES) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const { passed, tests } = await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: false, tests: undefined };
  });
  total = addTallies(total, tests ?? { passed: 0, failed: 0 });
  // A stage that fails without a failing test (a broken build, a crash) must show in the count all the same.
  if (!passed && !tests?.failed) total.failed += 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const counts = tests ? `, ${tests.passed} passed, ${tests.failed} failed` : '';
  summary.push(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s${counts})`);
  allPassed = passed;
  if (!passed) break;
}
const left = STAGES.slice(summary.length).map(({ name }) => `not run ${name}`);
console.log(`\n${[...summary, ...left].join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = allPassed ? 0 : 1;
