import { describe, expect, it } from 'vitest';
import { Live } from './live';
import type { Ask } from './live';

/** A view whose answers are given by hand. */
function asked() {
  const questions: string[] = [];
  const waiting: ((step: number) => void)[] = [];
  const ask = ((_name: string, question: { layer: string }) => {
    questions.push(question.layer);
    return new Promise((resolve) => waiting.push((step) => resolve({ step })));
  }) as unknown as Ask;
  const live = new Live('kernel', ask);
  const answer = async (step: number) => {
    waiting.shift()!(step);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const show = (layer: string) => live.show({ network: 'generator', layer });
  return { live, questions, answer, show };
}

describe('a live view', () => {
  it('has one request under way and then asks the newest question', async () => {
    const { live, questions, answer, show } = asked();
    show('g1');
    show('g2');
    show('g3');
    expect(questions).toEqual(['g1']);
    await answer(1);
    expect(questions).toEqual(['g1', 'g3']);
    expect(live.slot.value).toMatchObject({ question: { layer: 'g1' }, answer: { step: 1 } });
    await answer(2);
    expect(live.slot.value).toMatchObject({ question: { layer: 'g3' }, answer: { step: 2 } });
  });

  it('resolves a refresh when its answer is there, and shows nothing once nobody looks', async () => {
    const { live, questions, answer, show } = asked();
    show('g1');
    await answer(1);
    let done = false;
    void live.refresh().then(() => (done = true));
    expect(done).toBe(false);
    live.show(null);
    await answer(2);
    expect(done).toBe(true);
    expect(live.slot.value?.answer.step).toBe(1);
    await live.refresh();
    expect(questions).toHaveLength(2);
    expect(live.watched).toBe(false);
  });
});
