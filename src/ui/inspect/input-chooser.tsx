import { ChevronLeft, ChevronRight, Shuffle, Upload } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import type { NetworkName } from '../../core/architecture';
import type { Images } from '../../core/images';
import { inspect, session } from '../../state/app';
import type { InspectState } from '../../state/inspect';
import { dataInView, imageSizeInView, modelInView } from '../../state/store';
import { ActionButton } from '../common/action-button';
import { Button, IconButton } from '../common/button';
import { useApp, usePhone, usePixelRatio, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { Select } from '../common/select';
import { readPicture } from '../explore/read-picture';
import { Pictures } from '../explore/tiles';
import { Choosable, sampleImages } from '../train/choosable';
import { LatentPreview, Origin } from '../train/latent-panel';
import { IMAGE_GAP } from '../train/picture-layout';
import { useInspect, useTold } from './hooks';
import styles from './input-chooser.module.css';

/** Side of the picture, and width of the samples to choose from, in CSS pixels. */
const SIDE = 96;
const SAMPLES_WIDTH = 136;
const SAMPLE_COLUMNS = 4;

const SOURCES = ['latent', 'real', 'picture'] as const satisfies readonly InspectState['source'][];

/** What the network is fed: G a z; D the picture of that z, a training image, or a picture of one's own. */
export function InputChooser({ network }: { network: NetworkName }) {
  const { t } = useTexts();
  const source = useInspect((state) => (network === 'generator' ? 'latent' : state.source));
  const phone = usePhone();
  const words = t(network === 'generator' ? 'inspect.source.z' : `inspect.source.${source}`);
  const chooser = (
    <div className={styles.chooser}>
      <div className={styles.head}>
        <h3 className={phone ? 'visually-hidden' : undefined}>{t('inspect.fed')}</h3>
        {network === 'generator' ? (
          !phone && <span>{words}</span>
        ) : (
          <Select
            aria-label={t('inspect.fed')}
            value={source}
            options={SOURCES.map((value) => ({ value, text: t(`inspect.source.${value}`) }))}
            onPick={(next) => inspect.store.setState({ source: next })}
          />
        )}
      </div>
      {source === 'latent' && <LatentInput />}
      {source === 'real' && <RealInput />}
      {source === 'picture' && <OwnInput />}
    </div>
  );
  if (!phone) return chooser;
  // Folded away there, so that what it leads to is on the first screen.
  return (
    <details className={styles.folded}>
      <summary>
        {t('inspect.fed')}: {words}
      </summary>
      {chooser}
    </details>
  );
}

function LatentInput() {
  return (
    <div className={styles.row}>
      <div>
        <LatentPreview side={SIDE} />
        <Origin />
        <div className={styles.buttons}>
          <ActionButton id="randomize" form="icon" />
          <ActionButton id="resetLatent" form="icon" />
        </div>
      </div>
      <SampleChoice />
    </div>
  );
}

/** The first samples of the grid, to choose from. */
function SampleChoice() {
  const ratio = usePixelRatio();
  const size = useApp(imageSizeInView);
  const layout = useMemo(() => {
    const gap = Math.round(IMAGE_GAP * ratio);
    const columnsAt = (scale: number) => Math.floor((SAMPLES_WIDTH * ratio + gap) / (size * scale + gap));
    let scale = 1;
    while (columnsAt(scale + 1) >= SAMPLE_COLUMNS) scale++;
    const columns = Math.max(1, Math.min(SAMPLE_COLUMNS, columnsAt(scale)));
    return { columns, rows: columns, scale, gap };
  }, [ratio, size]);
  const side = (size * layout.scale) / ratio;
  return (
    <Choosable count={layout.columns * layout.rows} columns={layout.columns} pitch={side + layout.gap / ratio} side={side}>
      {(handlers, buttons) => (
        <ImagesCanvas slot={session.pictures.samples} imagesOf={sampleImages} layout={layout} size={size} {...handlers}>
          {buttons}
        </ImagesCanvas>
      )}
    </Choosable>
  );
}

/** The training image that is chosen. */
function RealPicture() {
  const { t } = useTexts();
  const index = useInspect((state) => state.realIndex);
  const question = useMemo(() => ({ indices: [index] }), [index]);
  const images = useTold('input', 'realImages', question, true)?.answer;
  return images && <Pictures images={images} side={SIDE} label={t('inspect.realOne', { n: index + 1 })} />;
}

function RealInput() {
  const { t } = useTexts();
  const index = useInspect((state) => state.realIndex);
  const count = useApp((state) => dataInView(state)?.loaded ?? 0);
  const show = (next: number) => inspect.store.setState({ realIndex: (next + count) % Math.max(1, count) });
  return (
    <div>
      <RealPicture />
      <p className={styles.words}>{t('inspect.realOf', { n: index + 1, count })}</p>
      <div className={styles.buttons}>
        <IconButton icon={ChevronLeft} label={t('inspect.realBefore')} onClick={() => show(index - 1)} />
        <IconButton icon={ChevronRight} label={t('inspect.realAfter')} onClick={() => show(index + 1)} />
        <IconButton icon={Shuffle} label={t('inspect.realRandom')} onClick={() => show(Math.floor(Math.random() * count))} />
      </div>
    </div>
  );
}

function OwnInput() {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const picture: Images | null = useInspect((state) => state.picture);
  const size = useApp(imageSizeInView);
  const channels = useApp((state) => (modelInView(state) ?? state.draft).config.channels);
  const open = useCallback(
    async (file: File) => {
      const read = await readPicture(file, size, channels);
      if (read.ok) inspect.store.setState({ picture: read.value });
      else inspect.tell(read.message);
    },
    [size, channels],
  );
  return (
    <div>
      {picture ? (
        <Pictures images={picture} side={SIDE} label={t('inspect.source.picture')} />
      ) : (
        <>
          <RealPicture />
          <p className={styles.words}>{t('inspect.noPicture')}</p>
        </>
      )}
      <div>
        <Button icon={Upload} onClick={() => input.current?.click()}>
          {t('inversion.file')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t('inversion.file')}
          data-testid="inspect-file"
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
