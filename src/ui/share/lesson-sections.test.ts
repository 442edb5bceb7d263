import { expect, it } from 'vitest';
import { lessonSections } from './lesson-sections';

it('leaves a text without a rule as it is, headings and all', () => {
  for (const text of ['', '## Why\n\n- one', 'Title\n---\ntext', '| a |\n|---|\n| b |']) expect(lessonSections(text)).toEqual({ intro: text, after: [] });
});

it('has the parts below a rule come after the steps, each under its heading', () => {
  expect(lessonSections('Look.\n\n---\n\n## Questions\n- Why?\n- How?\n\n## What one should see\n- **Grey**')).toEqual({
    intro: 'Look.',
    after: [
      { title: 'Questions', text: '- Why?\n- How?' },
      { title: 'What one should see', text: '- **Grey**' },
    ],
  });
  expect(lessonSections('---\n## A\n### a\nb').after).toEqual([{ title: 'A', text: '### a\nb' }]);
});

it('keeps in sight what has no heading', () => {
  expect(lessonSections('Look.\n\n---\nMore.\n\n## A\nb')).toEqual({ intro: 'Look.\n\nMore.', after: [{ title: 'A', text: 'b' }] });
  expect(lessonSections('---')).toEqual({ intro: '', after: [] });
});
