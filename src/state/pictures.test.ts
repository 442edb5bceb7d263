import { expect, it } from 'vitest';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import { Pictures } from './pictures';

const runOf = (id: string) => ({ id }) as RunSummary;

it('shows the model that was asked for last, though the answer about the one before comes after it', async () => {
  const answers: { run: string; answer: (value: unknown) => void }[] = [];
  const request = (_: string, { run }: { run: string }) => new Promise((answer) => answers.push({ run, answer }));
  const pictures = new Pictures({ request } as unknown as WorkerClient);
  const drawn = ['kept', 'own'].flatMap((id) => [pictures.drawSamples(runOf(id)), pictures.drawReal(runOf(id))]);
  for (const { run, answer } of answers.toReversed()) answer({ run, count: 64 });
  await Promise.all(drawn);
  expect(pictures.samples.value).toMatchObject({ run: 'own' });
  expect(pictures.real.value).toMatchObject({ run: 'own' });
});
