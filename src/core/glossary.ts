import { LEAKY_SLOPE } from './architecture';
import type { ConvDemo } from './conv-demo';
import { STRIDE } from './config';
import { EXPERIMENTS, experimentNumbers, fewDigits } from './experiments';
import type { ExperimentId } from './experiments';
import { CHANCE_LEVEL } from './metrics';
import type { MetricName } from './metrics';
import { DEFAULT_CONFIG } from './presets';
import type { SettingKey } from './settings';

/** Where a term can be seen at work: a view of the page, or a page of the Lab. */
export type TermHome =
  'train' | 'explore' | 'inspect' | 'data' | 'lab/experiments' | 'lab/convolutions' | 'lab/tanh' | 'lab/batchNorm' | 'lab/activations' | 'lab/clinic' | 'lab/slow' | 'lab/game';

/** A term of the glossary; its name and its two sentences are under `term.ID` and `term.ID.text` in the dictionaries. */
export interface Term {
  home: TermHome;
  /** LaTeX, where the term has a formula. */
  formula?: string;
  /** What of its home to look at, as a CSS selector: a control or a panel. The home's own place where it is missing. */
  place?: string;
  /** The setting whose field is that place. */
  setting?: SettingKey;
  /** The experiment that is about it. */
  experiment?: ExperimentId;
  /** The convolution of the animation that it is. */
  convolution?: ConvDemo['kind'];
  /** The tool of Explore, or the panel of Look inside, that it is about. */
  tool?: 'sliders' | 'walk';
  panel?: 'maps' | 'pixels' | 'gradients';
  /** The layer of D that it is about: the last one, which gives the score, or the last convolution, whose features the paper looks at. */
  layer?: 'score' | 'features';
}

/** The curves of a metric, as a CSS selector. */
const curvesOf = (metric: MetricName) => `figure:has([data-metric="${metric}"])`;

/** The panel of a view with something in it, as a CSS selector; a view is a panel itself. */
const panelWith = (part: string) => `[role="tabpanel"] [role="tabpanel"]:has(${part})`;

/** What to look at in each home of terms, as a CSS selector. */
const PLACES: Record<TermHome, string> = {
  train: curvesOf('lossD'),
  explore: '[data-testid="directions"]',
  inspect: '[data-testid="filter-grid"]',
  data: '[data-testid="drop-target"]',
  'lab/experiments': '[data-testid="lab-experiment"]',
  'lab/convolutions': 'section:has([data-testid="conv-sizes"])',
  'lab/tanh': 'dl:has([data-testid="tanh-value"])',
  'lab/batchNorm': '[data-testid="norm-channels"]',
  'lab/activations': '[data-testid="gradient-paths"]',
  'lab/clinic': '[data-testid="clinic"]',
  'lab/slow': '[data-testid="slow-place"]',
  'lab/game': '#view article > button',
};

const { lossD, lossG } = CHANCE_LEVEL.nonSaturating;
const momenta = experimentNumbers(EXPERIMENTS.beta1, DEFAULT_CONFIG);

/** The terms that a learner meets here, in the order of the glossary's groups: the game, the layers, training, looking. */
export const TERMS = {
  gan: { home: 'train', formula: String.raw`\min_G \max_D \; \mathbb{E}_{x}[\log D(x)] + \mathbb{E}_{z}[\log(1 - D(G(z)))]` },
  generator: { home: 'train', formula: String.raw`G : z \mapsto G(z)`, place: '[data-network="generator"]' },
  discriminator: { home: 'train', formula: String.raw`D(x) = \sigma(\ell(x))`, place: '[data-network="discriminator"]' },
  latent: { home: 'explore', tool: 'sliders', formula: String.raw`z \sim U(-1, 1)^{n}` },
  prior: { home: 'explore', tool: 'sliders', formula: String.raw`z_i \sim U(-1, 1), \quad z_i \sim N(0, 1)` },
  logit: { home: 'inspect', formula: String.raw`\ell = \log\frac{D(x)}{1 - D(x)}`, panel: 'maps', layer: 'score', place: '[data-testid="feature-maps"]' },
  lossD: { home: 'train', formula: String.raw`L_D = -\log D(x) - \log(1 - D(G(z)))` },
  lossG: { home: 'train', formula: String.raw`L_G = -\log D(G(z))` },
  chance: { home: 'train', formula: String.raw`D = \tfrac12 \Rightarrow L_D = 2\ln 2 \approx ${lossD.toFixed(3)},\; L_G = \ln 2 \approx ${lossG.toFixed(3)}` },
  stridedConv: { home: 'lab/convolutions', convolution: 'strided', formula: String.raw`o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1` },
  fractionalConv: { home: 'lab/convolutions', convolution: 'fractional', formula: String.raw`o = (n - 1)\,s - 2p + k` },
  kernel: { home: 'inspect', panel: 'maps', layer: 'features' },
  stride: { home: 'lab/convolutions' },
  padding: { home: 'lab/convolutions' },
  featureMap: { home: 'inspect', panel: 'maps', layer: 'features', place: '[data-testid="feature-maps"]' },
  pooling: { home: 'lab/experiments', experiment: 'resampling', formula: String.raw`y = \max(x_{00}, x_{01}, x_{10}, x_{11})` },
  fullyConnected: { home: 'lab/experiments', experiment: 'hiddenLayer', formula: String.raw`y_j = \sum_i W_{ij}\,x_i` },
  checkerboard: { home: 'lab/experiments', experiment: 'kernel' },
  batchNorm: { home: 'lab/batchNorm', formula: String.raw`y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta` },
  relu: { home: 'lab/activations', formula: String.raw`\max(0, x)` },
  leakyRelu: { home: 'lab/activations', formula: String.raw`\max(${LEAKY_SLOPE}\,x,\; x)` },
  tanh: { home: 'lab/tanh', formula: String.raw`\tanh x = 2\,\sigma(2x) - 1` },
  sigmoid: { home: 'lab/tanh', formula: String.raw`\sigma(x) = \frac{1}{1 + e^{-x}}` },
  saturation: { home: 'lab/tanh', formula: String.raw`\tanh'(x) = 1 - \tanh^2 x \to 0` },
  gradient: { home: 'inspect', panel: 'gradients', place: panelWith('[data-testid="pixel-gradient"]'), formula: String.raw`\nabla_\theta L = \left(\frac{\partial L}{\partial \theta_1}, \frac{\partial L}{\partial \theta_2}, \dots\right)` },
  gradientNorm: { home: 'train', formula: String.raw`\lVert \nabla_\theta L \rVert = \sqrt{\textstyle\sum_i (\partial L / \partial \theta_i)^2}`, place: curvesOf('gradNormD') },
  vanishing: { home: 'lab/clinic' },
  backpropagation: { home: 'lab/slow' },
  adam: { home: 'train', formula: String.raw`\theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}`, setting: 'beta1' },
  beta1: { home: 'lab/experiments', experiment: 'beta1', formula: String.raw`m \leftarrow \beta_1 m + (1 - \beta_1)\,g` },
  learningRate: { home: 'train', setting: 'learningRateD' },
  batch: { home: 'lab/slow' },
  step: { home: 'lab/slow' },
  seed: { home: 'train', setting: 'seed' },
  initialization: { home: 'lab/experiments', experiment: 'weightStd', formula: String.raw`w \sim N(0,\; ${DEFAULT_CONFIG.weightStd}^2)` },
  labelSmoothing: { home: 'train', formula: String.raw`-(1 - s)\log D(x) - s \log(1 - D(x))`, setting: 'labelSmoothing' },
  augmentation: { home: 'train', setting: 'diffAugment' },
  modeCollapse: { home: 'lab/clinic' },
  oscillation: { home: 'lab/clinic' },
  notFinite: { home: 'lab/clinic' },
  memorising: { home: 'lab/clinic' },
  diversity: { home: 'lab/experiments', formula: String.raw`\frac{2}{n(n-1)} \sum_{i<j} \lVert x_i - x_j \rVert_{\text{RMS}}` },
  likeness: { home: 'lab/experiments', formula: String.raw`\frac{2}{n(n-1)} \sum_{i<j} \operatorname{corr}(x_i, x_j)` },
  resemblance: { home: 'lab/experiments', formula: String.raw`\frac{1}{nm} \sum_{i,j} \operatorname{corr}(x_i, y_j)` },
  energyDistance: { home: 'lab/experiments', formula: String.raw`2\,\mathbb{E}\lVert x - y \rVert - \mathbb{E}\lVert x - x' \rVert - \mathbb{E}\lVert y - y' \rVert` },
  interpolation: { home: 'explore', tool: 'walk', place: panelWith('[data-testid="list-stops"]'), formula: String.raw`z(t) = (1 - t)\,z_0 + t\,z_1` },
  guidedBackpropagation: { home: 'inspect', panel: 'pixels', layer: 'features', place: panelWith('option[value="guided"]') },
} as const satisfies Record<string, Term>;

/** The numbers that the texts of terms name. */
export const TERM_NUMBERS = {
  slope: LEAKY_SLOPE,
  pool: STRIDE,
  usual: momenta?.value1 ?? NaN,
  paper: DEFAULT_CONFIG.beta1,
  memoryUsual: momenta?.memory ?? NaN,
  memoryPaper: fewDigits(1 / (1 - DEFAULT_CONFIG.beta1)),
} as const;

/** What to look at where a term is at home, as a CSS selector. */
export function placeOfTerm(id: TermId): string {
  const { home, setting, place = PLACES[home] }: Term = TERMS[id];
  return setting ? `[data-setting="${setting}"]` : place;
}

export type TermId = keyof typeof TERMS;
export const TERM_IDS = Object.keys(TERMS) as TermId[];

/** Whether `text` names a term. */
export function isTermId(text: string): text is TermId {
  return Object.hasOwn(TERMS, text);
}

/** A text in which `[[id|words]]` marks words that the glossary explains, in its parts. */
export type MarkedPart = string | { term: TermId; words: string };

/** Takes a marked text apart; a mark that names no term is a mistake in a dictionary, and throws. */
export function markedParts(text: string): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const match of text.matchAll(/\[\[(\w+)\|([^\]]+)\]\]/g)) {
    const [mark, term, words] = match;
    if (!isTermId(term!)) throw new Error(`the glossary has no term ${term}`);
    if (match.index > at) parts.push(text.slice(at, match.index));
    parts.push({ term: term!, words: words! });
    at = match.index + mark.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** A marked text as plain words, for accessible names. */
export function withoutMarks(text: string): string {
  return markedParts(text).map((part) => (typeof part === 'string' ? part : part.words)).join('');
}

/**
 * Takes a plain text apart at the terms that it names, each where it first occurs, the longest name first. `nameOf` gives a
 * term's name in the text's language; what stands in brackets there is left out. Words of letters match whole, and only at
 * their beginning where `inflected` says that endings follow them, as in Korean.
 */
export function linkTerms(text: string, nameOf: (id: TermId) => string, inflected: boolean): MarkedPart[] {
  const names = TERM_IDS.map((id) => ({ id, name: nameOf(id).replace(/\s*\(.*\)$/, '').toLowerCase() }));
  const found: { at: number; length: number; id: TermId }[] = [];
  const lower = text.toLowerCase();
  const isWhole = (at: number, end: number) => !isLetter(lower[at - 1]) && (inflected || !isLetter(lower[end]));
  const isFree = (at: number, end: number) => found.every((other) => at >= other.at + other.length || end <= other.at);
  for (const { id, name } of names.toSorted((one, other) => other.name.length - one.name.length)) {
    for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
      const plural = !inflected && lower[at + name.length] === 's' ? 1 : 0;
      const length = name.length + plural;
      if (!isWhole(at, at + length) || !isFree(at, at + length)) continue;
      found.push({ at, length, id });
      break;
    }
  }
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const term of found.toSorted((a, b) => a.at - b.at)) {
    if (term.at > at) parts.push(text.slice(at, term.at));
    parts.push({ term: term.id, words: text.slice(term.at, term.at + term.length) });
    at = term.at + term.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
