/** A lesson's text in parts: what stands before its steps, and what comes after them, folded under its headings. */
export interface LessonSections {
  intro: string;
  after: readonly { title: string; text: string }[];
}

/** A horizontal rule: three dashes or more after an empty line; without that one they would make a heading. */
const RULE = /(?:^|\n[^\S\n]*\n)-{3,}[^\S\n]*(?:\n|$)/;
const HEADING = /^##[^\S\n]+(.+)$/m;

/** Splits a lesson's Markdown at its first horizontal rule; below it each `##` heading begins a part of its own. */
export function lessonSections(markdown: string): LessonSections {
  const rule = RULE.exec(markdown);
  if (!rule) return { intro: markdown, after: [] };
  const [head = '', ...parts] = markdown.slice(rule.index + rule[0].length).split(HEADING);
  // What stands below the rule and under no heading has nothing to be folded under.
  const intro = [markdown.slice(0, rule.index), head].map((part) => part.trim()).filter((part) => part !== '').join('\n\n');
  const after = Array.from({ length: parts.length / 2 }, (_, n) => ({ title: parts[2 * n]!.trim(), text: parts[2 * n + 1]!.trim() }));
  return { intro, after };
}
