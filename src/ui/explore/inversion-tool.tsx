import { RefreshCw, Upload } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Images } from '../../core/images';
import { pictureDistance } from '../../core/walk';
import { formatFixed } from '../../i18n/text';
import { explore, session } from '../../state/app';
import { setLatent } from '../../state/latents';
import { imageSizeInView, modelInView } from '../../state/store';
import type { InversionResult } from '../../worker/protocol';
import { Button, IconButton } from '../common/button';
import { Explained } from '../common/explained';
import { useApp, usePhone, useSlot, useTexts, useWindowHeight } from '../common/hooks';
import { Slider } from '../common/slider';
import panel from '../common/panel.module.css';
import { Curve } from './curve';
import { DrawPad } from './draw-pad';
import { someImages, useExplore, useJob, useRendered, useTouch } from './hooks';
import { JobLine } from './job-line';
import { readPicture } from './read-picture';
import { Pictures } from './tiles';
import styles from './tools.module.css';

/** Real images that are offered. */
const OFFERED = 8;
/** Side of a picture in CSS pixels, and where the window is low or three have to stand beside each other on a phone. */
const SIDE = 128;
const SMALL_SIDE = 96;
const LOW_WINDOW = 800;

/** Which z made this image: a target, the search for it, and what is left over. */
export function InversionTool() {
  const { t, language } = useTexts();
  const target = useSlot(explore.target);
  const result = useSlot(explore.inversion);
  const { running, progress } = useJob('invert');
  const cancelled = useSlot(explore.cancelledSearch);
  const best = progress ?? cancelled;
  const restarts = useExplore((state) => state.restarts);
  return (
    <div className={styles.stack}>
      <p className={panel.note}>
        <Explained text={t('inversion.intro')} />
      </p>
      <TargetChooser />
      <div className={styles.row}>
        <label className={panel.field}>
          {t('inversion.restarts')}
          <Slider min={1} max={16} step={1} value={restarts} onSlide={(value) => explore.store.setState({ restarts: value })} />
          <output>{restarts}</output>
        </label>
        <Button tone="strong" inactive={!target} onClick={() => void explore.invert()}>
          {t('inversion.search')}
        </Button>
        {result && <Button onClick={() => setLatent(session.latents, result.z)}>{t('inversion.use')}</Button>}
        {!target && <span className={panel.note}>{t('inversion.needs')}</span>}
        {running && <JobLine name="invert" progress={progress} />}
      </div>
      <div className={styles.columns}>
        {target && <Captioned images={target} caption={t('inversion.target')} />}
        {!result && best?.picture && (
          <Captioned
            images={best.picture}
            testId="inversion-best"
            caption={t(progress ? 'inversion.sofar' : 'inversion.cancelled', {
              residual: formatFixed(language, best.value ?? 0, 3),
              step: best.done,
            })}
          />
        )}
        {target && result && <Found target={target} result={result} />}
      </div>
      {target && (result || best?.picture) && <p className={panel.note}>{t('inversion.residual')}</p>}
    </div>
  );
}

/** The picture of the z that was found, by the present weights, and what it lacks of the target. */
function Found({ target, result }: { target: Images; result: InversionResult }) {
  const { t, language } = useTexts();
  const latents = useMemo(() => [result.z], [result]);
  const rendered = useSlot(useRendered('inversion', latents));
  const picture = rendered?.images ?? result.picture;
  const residual = rendered ? pictureDistance(target.rgba, picture.rgba) : result.residual;
  const caption = t(rendered ? 'inversion.found' : 'inversion.sofar', { residual: formatFixed(language, residual, 3), step: rendered?.step ?? 0 });
  const numbers = { start: formatFixed(language, result.startResidual, 3), end: formatFixed(language, result.residual, 3) };
  const steps = result.curve.length - 1;
  const starts = {
    n: result.start + 1,
    count: result.residuals.length,
    best: formatFixed(language, Math.min(...result.residuals), 3),
    worst: formatFixed(language, Math.max(...result.residuals), 3),
  };
  return (
    <>
      <Captioned images={picture} testId="inversion-picture" caption={caption} />
      <Captioned images={difference(target, picture)} caption={t('inversion.left')} />
      <figure className={`${panel.figure} ${styles.course}`} data-testid="inversion-result">
        <Curve
          values={result.curve}
          top={Math.max(result.startResidual, result.curve[0] ?? 0)}
          ends={[t('inversion.step', { step: 0 }), t('inversion.step', { step: steps })]}
          label={t('inversion.curve', numbers)}
        />
        <figcaption>
          {t('inversion.curve', numbers)}
          {result.residuals.length > 1 && <p>{t('inversion.starts', starts)}</p>}
        </figcaption>
      </figure>
    </>
  );
}

function Captioned({ images, caption, testId }: { images: Images; caption: string; testId?: string }) {
  const low = useWindowHeight() < LOW_WINDOW;
  const small = usePhone() || low;
  return (
    <figure className={styles.captioned}>
      <Pictures images={images} side={small ? SMALL_SIDE : SIDE} label={caption} testId={testId} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** How far each pixel is off: 0 black, all of the range white. */
function difference(a: Images, b: Images): Images {
  const rgba = a.rgba.map((value, i) => (i % 4 === 3 ? 255 : Math.abs(value - b.rgba[i]!)));
  return { ...a, rgba };
}

function TargetChooser() {
  const { t } = useTexts();
  const size = useApp(imageSizeInView);
  const channels = useApp((state) => (modelInView(state) ?? state.draft).config.channels);
  const input = useRef<HTMLInputElement>(null);
  const open = useCallback(
    async (file: File) => {
      const read = await readPicture(file, size, channels);
      if (read.ok) explore.target.set(read.value);
      else explore.tell(read.message);
    },
    [size, channels],
  );
  return (
    <div
      className={styles.columns}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        void open(file);
      }}
    >
      <RealPicker />
      <figure className={panel.figure}>
        <DrawPad size={size} colour={channels === 3} onDraw={(images) => explore.target.set(images)} />
        <figcaption>{t('inversion.draw')}</figcaption>
      </figure>
      <div className={panel.figure}>
        <Button icon={Upload} onClick={() => input.current?.click()}>
          {t('inversion.file')}
        </Button>
        <Button onClick={() => explore.target.set(session.pictures.preview.value?.images ?? null)}>{t('inversion.current')}</Button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t('inversion.file')}
          data-testid="inversion-file"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) void open(file);
          }}
        />
      </div>
    </div>
  );
}

/** Some real images to choose from. */
function RealPicker() {
  const { t } = useTexts();
  const run = useApp((state) => modelInView(state)?.id);
  const touch = useTouch();
  const [draw, setDraw] = useState(1);
  const [offered, setOffered] = useState<Images | null>(null);
  const target = useSlot(explore.target);
  const chosen = useMemo(() => (offered && target ? placeOf(target, offered) : null), [offered, target]);
  useEffect(() => {
    let wanted = true;
    if (run !== undefined) void explore.realImages(OFFERED, draw).then((images) => wanted && setOffered(images));
    return () => {
      wanted = false;
    };
  }, [run, draw]);
  return (
    <figure className={panel.figure}>
      <div className={styles.reals}>
        {offered &&
          Array.from({ length: offered.count }, (_, n) => (
            <button
              key={n}
              type="button"
              aria-label={t('inversion.real', { n: n + 1 })}
              aria-pressed={n === chosen}
              onClick={() => explore.target.set(copy(someImages(offered, n, 1)))}
            >
              <RealThumb images={offered} n={n} />
            </button>
          ))}
      </div>
      <figcaption className={styles.row}>
        {t(touch ? 'inversion.reals.touch' : 'inversion.reals')}
        <IconButton icon={RefreshCw} size="small" label={t('real.again')} onClick={() => setDraw(draw + 1)} />
      </figcaption>
    </figure>
  );
}

/** Which of the pictures another one is, by its pixels; -1 for none. */
function placeOf(picture: Images, among: Images): number {
  if (picture.size !== among.size) return -1;
  const places = Array.from({ length: among.count }, (_, n) => n);
  return places.findIndex((n) => pictureDistance(picture.rgba, someImages(among, n, 1).rgba) === 0);
}

function RealThumb({ images, n }: { images: Images; n: number }) {
  const one = useMemo(() => someImages(images, n, 1), [images, n]);
  return <Pictures images={one} side={48} label="" />;
}

function copy({ count, size, rgba }: Images): Images {
  return { count, size, rgba: rgba.slice() };
}
