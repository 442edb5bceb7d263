import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

/** How many tests passed and how many did not. */
export interface Tally {
  passed: number;
  failed: number;
}

const vitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numFailedTestSuites: v.number(),
});

const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() }),
  errors: v.array(v.unknown()),
});

/** Reads vitest's JSON report; a file of tests that could not even be loaded counts as one failure. */
export async function readVitestReport(file: string): Promise<Tally> {
  const report = v.parse(vitestReport, JSON.parse(await readFile(file, 'utf8')));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests || Math.min(1, report.numFailedTestSuites),
  };
}

/** Reads Playwright's JSON report; a flaky test has failed once, and an error outside of a test counts as a failure. */
export async function readPlaywrightReport(file: string): Promise<Tally> {
  const { stats, errors } = v.parse(playwrightReport, JSON.parse(await readFile(file, 'utf8')));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** The sum of two tallies. */
export function addTallies(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
