import { Check, ClipboardCopy, ClipboardPaste, Redo, Undo } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { countOutside, norm, normVerdict, priorNorm } from '../../core/latent-space';
import { formatLatent } from '../../core/pins';
import { truncationRange } from '../../core/truncation';
import { explore, session } from '../../state/app';
import { pasteLatent, sameLatent } from '../../state/explore-pins';
import { watchUndo } from '../../state/explore-undone';
import type { QuietChange } from '../../state/explore-undone';
import { setTruncation } from '../../state/latents';
import { imageSizeInView, modelInView } from '../../state/store';
import { ActionButton } from '../common/action-button';
import { Button, IconButton } from '../common/button';
import { useApp, useLatents, usePhone, useSlot, useTexts, useWindowHeight } from '../common/hooks';
import { Sheet } from '../common/sheet';
import { Slider } from '../common/slider';
import { LatentPreview, Origin } from '../train/latent-panel';
import { draggable } from './drag';
import { useExplore, useUndo } from './hooks';
import styles from './picture-panel.module.css';
import { SampleShelf } from './sample-shelf';

/** Side of the large picture in CSS pixels: a whole multiple of every image size but the largest, which takes more. */
const PICTURE = 320;
const LARGEST = 384;
/** The same where the window is low, so that all that belongs to the picture is in sight. */
const LOW_PICTURE = 256;
const LOW_WINDOW = 800;
/** On a phone it stays in sight while sliders scroll below, so it takes less; less again where it is not what changes. */
const PHONE_PICTURE = 192;
const SMALL_PICTURE = 96;
/** How long it is said that something was copied, in milliseconds. */
const SAID_MS = 2000;

/** The picture of the z on the sliders, large, with what can be done to the z as a whole. */
export function PicturePanel() {
  const { t } = useTexts();
  const size = useApp(imageSizeInView);
  const phone = usePhone();
  const preview = useSlot(session.pictures.preview);
  const z = useLatents((state) => state.z);
  const { past, future } = useUndo();
  const [pasting, setPasting] = useState(false);
  const low = useWindowHeight() < LOW_WINDOW && !phone;
  const side = low ? LOW_PICTURE : PICTURE % size > 0 ? LARGEST : PICTURE;
  const { sliding, walking } = useExplore(({ tool }) => ({ sliding: tool === 'sliders', walking: tool === 'walk' }));
  return (
    <section className={styles.picture} data-large={side === LARGEST || undefined} data-sliding={sliding || undefined} aria-label={t('explore.picture')}>
      <div className={styles.large}>
        <div {...draggable({ name: '', z })}>
          <LatentPreview side={phone ? (sliding ? PHONE_PICTURE : SMALL_PICTURE) : side} />
        </div>
        <div className={styles.beside}>
          <div className={styles.caption}>
            <Source />
            {preview && <span>{t('samples.step', { step: preview.step })}</span>}
            {walking && <span>{t('walk.apart')}</span>}
          </div>
          <div className={styles.tools}>
            <ActionButton id="randomize" form="icon" />
            <ActionButton id="resetLatent" form="icon" />
            <IconButton icon={Undo} label={t('action.undo')} inactive={!past} onClick={() => session.latents.undo()} />
            <IconButton icon={Redo} label={t('action.redo')} inactive={!future} onClick={() => session.latents.redo()} />
            <ActionButton id="pin" form="icon" />
            <CopyButton z={z} />
            <IconButton icon={ClipboardPaste} label={t('explore.pasteZ')} onClick={() => setPasting(true)} />
            {phone && <NewPin />}
            <Undone />
          </div>
        </div>
      </div>
      <NormLine />
      <Truncation />
      <NormWarning />
      <SampleShelf length={side} />
      <PasteSheet open={pasting} onClose={() => setPasting(false)} />
    </section>
  );
}

/** Where the z on the sliders comes from: the pin that it is, or as elsewhere. */
function Source() {
  const { t } = useTexts();
  const pin = useLatents(({ origin, pins, z }) => (origin === null ? pins.find((one) => sameLatent(one.z, z)) : undefined));
  return pin ? <p>{t('pins.shown', { name: pin.name })}</p> : <Origin />;
}

/** Says for a while that a pin was made: on a phone the shelf is out of sight. */
function NewPin() {
  const { t } = useTexts();
  const pins = useLatents((state) => state.pins);
  const before = useRef(pins.length);
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    const made = pins.length > before.current ? pins.at(-1) : undefined;
    before.current = pins.length;
    setName(made ? made.name : null);
    if (!made) return undefined;
    const timer = setTimeout(() => setName(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [pins]);
  return <output className={styles.said}>{name !== null && t('explore.pinned', { name })}</output>;
}

/** Says for a while what was undone, or done again, where the large picture does not tell. */
function Undone() {
  const { t } = useTexts();
  const [said, setSaid] = useState<{ change: QuietChange; way: 'undone' | 'redone' } | null>(null);
  useEffect(() => watchUndo(session.latents, (change, way) => setSaid(change && { change, way })), []);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <output className={styles.said} data-testid="undone">
      {said && t(`undo.${said.way}`, { what: t(`undo.${said.change}`) })}
    </output>
  );
}

/** Copies a z as text, and shows for a while that it has. */
function CopyButton({ z }: { z: Float32Array }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState<Float32Array | null>(null);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const done = copied !== null && copied === z;
  return (
    <>
      <IconButton
        icon={done ? Check : ClipboardCopy}
        label={t('explore.copyZ')}
        onClick={() => void copyLatent(z).then((written) => setCopied(written ? z : null))}
      />
      <output className={styles.said}>{done && t('explore.copied')}</output>
    </>
  );
}

async function copyLatent(z: Float32Array): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(formatLatent(z));
    return true;
  } catch {
    explore.tell({ code: 'clipboardRefused' });
    return false;
  }
}

/** The norm of z beside the prior's. */
function NormLine() {
  const { t } = useTexts();
  const z = useLatents((state) => state.z);
  const prior = useLatents((state) => state.prior);
  if (prior.zSize === 0) return null;
  const { mean, std } = priorNorm(prior);
  const verdict = normVerdict(z, prior);
  const low = Math.max(0, mean - 8 * std);
  const place = (value: number) => `${(100 * Math.min(1, Math.max(0, (value - low) / (mean + 8 * std - low)))).toFixed(1)}%`;
  return (
    <div className={styles.norm}>
      <p>
        {t('explore.norm', { norm: norm(z).toFixed(2), mean: mean.toFixed(2), std: std.toFixed(2) })}
      </p>
      <div className={styles.gauge} aria-hidden>
        <span style={{ left: place(mean - 4 * std), right: `calc(100% - ${place(mean + 4 * std)})` }} />
        <b style={{ left: place(norm(z)) }} data-warning={verdict !== 'typical' || undefined} />
      </div>
    </div>
  );
}

/** A warning where the generator has never been; below all else, so that nothing moves as it comes and goes. */
function NormWarning() {
  const { t } = useTexts();
  const z = useLatents((state) => state.z);
  const prior = useLatents((state) => state.prior);
  const truncated = useLatents((state) => state.truncation < Infinity);
  const verdict = normVerdict(z, prior);
  const words = verdict === 'nearZero' && truncated ? 'truncated' : verdict;
  const outside = countOutside(z, prior);
  return (
    <output className={styles.warning} data-testid="norm-warning">
      {prior.zSize > 0 && words !== 'typical' && t(`explore.norm.${words}`)}
      {verdict === 'typical' && outside > 0 && t('explore.norm.outside', { count: outside })}
    </output>
  );
}

function Truncation() {
  const { t } = useTexts();
  const prior = useLatents((state) => state.prior);
  const limit = useLatents((state) => state.truncation);
  const { min, max } = truncationRange(prior);
  const value = Math.min(limit, max);
  const words = limit === Infinity ? t('explore.truncation.none') : `±${value.toFixed(2)}`;
  return (
    <label className={styles.truncation}>
      <span>{t('explore.truncation')}</span>
      <Slider
        min={min}
        max={max}
        step={max / 50}
        value={value}
        aria-valuetext={words}
        onSlide={(next) => setTruncation(session.latents, next)}
      />
      <output>{words}</output>
      <span className={styles.help}>{t('explore.truncation.help')}</span>
    </label>
  );
}

/** Asks for a z as text; what is wrong with it is said beside it and changes nothing. */
function PasteSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, message } = useTexts();
  const size = useLatents((state) => state.z.length);
  const ready = useApp((state) => modelInView(state) !== null);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const use = () => {
    const result = pasteLatent(session.latents, text);
    if (!result.ok) return setWrong(message(result.message));
    setText('');
    setWrong('');
    return onClose();
  };
  return (
    <Sheet open={open} onClose={onClose} form="card" title={t('explore.pasteZ')}>
      <label className={styles.paste}>
        {t('explore.paste.hint', { count: size })}
        <textarea rows={5} value={text} onChange={(event) => setText(event.target.value)} aria-invalid={wrong !== ''} />
      </label>
      <p role="alert" className={styles.warning} data-testid="paste-error">
        {wrong}
      </p>
      <Button tone="strong" inactive={!ready} onClick={use}>
        {t('explore.paste.use')}
      </Button>
    </Sheet>
  );
}
