import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaywrightReport, readVitestReport } from './test-report';

describe('test reports', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'report-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(report: object): Promise<string> {
    const file = path.join(folder, 'report.json');
    await writeFile(file, JSON.stringify(report));
    return file;
  }

  it('counts unit tests, and a file that did not load as a failure', async () => {
    const report = { numPassedTests: 5, numFailedTests: 2, numFailedTestSuites: 3 };
    expect(await readVitestReport(await write(report))).toEqual({ passed: 5, failed: 2 });
    const unloadable = { numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 2 };
    expect(await readVitestReport(await write(unloadable))).toEqual({ passed: 5, failed: 1 });
  });

  it('counts e2e tests, flaky ones and errors outside of tests as failures', async () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{ message: 'no server' }] };
    expect(await readPlaywrightReport(await write(report))).toEqual({ passed: 7, failed: 3 });
  });

  it('does not take a missing report for a pass', async () => {
    await expect(readVitestReport(path.join(folder, 'none.json'))).rejects.toThrow('ENOENT');
  });
});
