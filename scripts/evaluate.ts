/**
 * `npm run evaluate -- FILE`: takes the measures of the Measure view, in the page's own worker in a headless browser.
 * With `--json` the one line on stdout is the result; else it is a table.
 */
import { messageText } from '../src/i18n/text';
import { Automation, RefusedError } from './lib/automation';
import { parseEvaluateOptions, type EvaluateOptions } from './lib/evaluate-options';
import { summarize } from './lib/measure-summary';
import { openModel } from './lib/open-model';
import { UsageError } from './lib/train-options';

async function evaluate({ file, data, backend, samples, seed, features, representation, json }: EvaluateOptions): Promise<void> {
  const automation = await Automation.open((event) => {
    if (event.type === 'notice' || event.type === 'lost') console.error(messageText('en', event.message));
    if (event.type === 'progress' && event.done > 0) console.error(`${event.job}: ${event.done} of ${event.total} parts.`);
  });
  try {
    const connected = await automation.connect(backend);
    const { id: run } = await openModel(automation, file, data);
    const options = { samples, seed, features, quick: false };
    const answer = await automation.request('measure', { model: { run }, options, scheduled: false });
    if (!answer) throw new Error('the measurement was cancelled');
    const found = representation ? await automation.request('represent', { model: { run }, seed }) : null;
    const result = { file, backend: connected.backend, adapter: connected.adapter, ...summarize(answer.report), ...(found && { representation: found }) };
    if (json) console.log(JSON.stringify(result));
    else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(28)} ${JSON.stringify(value)}`);
  } finally {
    await automation.close();
  }
}

try {
  await evaluate(parseEvaluateOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof RefusedError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
