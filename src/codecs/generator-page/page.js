import { generate, openLayer, toPixels } from './forward.js';

/** What was put into the page: the model, the pins, and every text in each language. */
const { model, pins, texts, language: first } = JSON.parse(document.getElementById('model').textContent);
const layers = model.layers.map(openLayer);
const { zSize, imageSize, channels, range, prior } = model;
/** How far a slider goes: all of U(-1, 1), or three standard deviations of N(0, 1). */
const LIMIT = prior === 'uniform' ? 1 : 3;
/** Numbers of z that are shown at once; the rest are a click away. */
const SHOWN = 16;

const byId = (id) => document.getElementById(id);
const z = Float32Array.from(model.z);
let language = first;

/** One number of the prior: uniform, or normal by Box and Muller's transform. */
function draw() {
  if (prior === 'uniform') return Math.random() * 2 - 1;
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

const canvas = byId('picture');
const small = document.createElement('canvas');
small.width = imageSize;
small.height = imageSize;
let waiting = false;

/** Draws the picture of z once a frame, each of its pixels as a square of whole screen pixels. */
function show() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const rgba = toPixels(generate(layers, z), channels, range);
    small.getContext('2d').putImageData(new ImageData(rgba, imageSize, imageSize), 0, 0);
    const room = Math.min(512, document.documentElement.clientWidth - 32) * devicePixelRatio;
    const side = imageSize * Math.max(1, Math.floor(room / imageSize));
    canvas.width = side;
    canvas.height = side;
    canvas.style.width = `${side / devicePixelRatio}px`;
    const context = canvas.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, side, side);
  });
}

const sliders = Array.from({ length: zSize }, (_, n) => {
  const input = document.createElement('input');
  Object.assign(input, { type: 'range', min: -LIMIT, max: LIMIT, step: 'any' });
  const output = document.createElement('output');
  const label = document.createElement('label');
  const name = document.createElement('span');
  label.append(name, input, output);
  label.hidden = n >= SHOWN;
  byId('sliders').append(label);
  input.addEventListener('input', () => {
    z[n] = input.valueAsNumber;
    output.textContent = z[n].toFixed(2);
    show();
  });
  return { label, name, input, output };
});

/** Puts a z on the sliders. */
function setZ(values) {
  z.set(values);
  sliders.forEach(({ input, output }, n) => {
    input.value = z[n];
    output.textContent = z[n].toFixed(2);
  });
  show();
}

for (const pin of pins) {
  const button = document.createElement('button');
  button.textContent = pin.name;
  button.addEventListener('click', () => setZ(pin.z));
  byId('pins').append(button);
}
byId('pinned').hidden = pins.length === 0;
byId('all').hidden = zSize <= SHOWN;
byId('all').addEventListener('click', () => {
  for (const { label } of sliders) label.hidden = false;
  byId('all').hidden = true;
});
byId('another').addEventListener('click', () => setZ(z.map(draw)));
byId('reset').addEventListener('click', () => setZ(model.z));
byId('language').addEventListener('click', () => {
  const languages = Object.keys(texts);
  speak(languages[(languages.indexOf(language) + 1) % languages.length]);
});
addEventListener('resize', show);

/** Writes every text in a language. */
function speak(next) {
  language = next;
  const own = texts[language];
  document.documentElement.lang = language;
  document.title = own.title;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = own[element.dataset.text];
  canvas.setAttribute('aria-label', own.picture);
  sliders.forEach(({ name }, n) => (name.textContent = `z ${n + 1}`));
}

speak(language);
setZ(model.z);
