import { Download } from 'lucide-react';
import { useStore } from 'zustand';
import { SAMPLE_SCALES } from '../../core/exports';
import { formatBytes, translate } from '../../i18n/text';
import type { Language } from '../../i18n/text';
import { exporter } from '../../state/app';
import { EXPORTS } from '../../state/exports';
import type { ExportId, ExportOutcome, ExportState, NamedFile } from '../../state/exports';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { dataName } from '../common/data-name';
import { useApp, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { Select } from '../common/select';
import { saveFile } from '../explore/save-file';
import styles from './export-panel.module.css';
import { saveAs } from './save-as';

const GROUPS: readonly { title: 'export.whole' | 'export.networks' | 'export.results'; ids: readonly ExportId[] }[] = [
  { title: 'export.whole', ids: ['project'] },
  { title: 'export.networks', ids: ['page', 'generator', 'discriminator', 'layersModel'] },
  { title: 'export.results', ids: ['samples', 'history'] },
];

function useExports<T>(select: (state: ExportState) => T): T {
  return useStore(exporter.store, select);
}

/** Everything that can be saved of the model in view, each with what opens it. */
export function ExportPanel() {
  const { t, message } = useTexts();
  const problem = useExports((state) => state.problem);
  const { model, step } = useApp((state) => {
    const inView = modelInView(state);
    return { model: inView, step: inView && inView.id === state.run?.id ? state.step : (inView?.step ?? 0) };
  });
  if (!model) return <p>{t('export.nothing')}</p>;
  return (
    <>
      <p className={styles.about}>{t('export.about', { data: dataName(model.dataId, t), step })}</p>
      {problem && (
        <p className={styles.problem} role="alert">
          {message(problem)}
        </p>
      )}
      {GROUPS.map(({ title, ids }) => (
        <section key={title}>
          <h3 className={styles.group}>{t(title)}</h3>
          <ul>
            {ids.map((id) => (
              <Row key={id} id={id} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ id }: { id: ExportId }) {
  const { t, language } = useTexts();
  const busy = useExports((state) => state.busy);
  const outcome = useExports((state) => (state.outcome?.id === id ? state.outcome : null));
  const save = async () => {
    const file = await exporter.make(id, { language, dataName: dataNameIn });
    if (!file) return;
    try {
      exporter.close(id, file, await hand(file, id, t('export.project')));
    } catch (error) {
      exporter.tell({ code: 'fileNotWritten', params: { file: file.name }, detail: String(error) });
    }
  };
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>
          {t(`export.${id}`)} <span className={styles.extension}>{EXPORTS[id].slice(EXPORTS[id].lastIndexOf('.'))}</span>
        </p>
        <p className={styles.note}>{t(`export.${id}.note`)}</p>
        <output className={styles.outcome}>{outcome && outcomeWords(outcome, language, t)}</output>
      </div>
      {id === 'samples' && <ScaleSelect />}
      <Button
        icon={Download}
        inactive={busy !== null}
        aria-label={t('export.saveOne', { name: t(`export.${id}`) })}
        onClick={() => void save()}
      >
        {busy === id ? t('export.writing') : t('export.save')}
      </Button>
    </li>
  );
}

function outcomeWords({ saved, name, bytes }: ExportOutcome, language: Language, t: Texts['t']): string {
  return saved ? t('export.saved', { file: name, size: formatBytes(language, bytes) }) : t('export.notSaved');
}

function dataNameIn(id: string, language: Language): string {
  return dataName(id, (key, params) => translate(language, key, params));
}

/** A project goes where the person says, so that it can be saved over; the rest are downloads. False where they say nowhere. */
async function hand({ blob, name }: NamedFile, id: ExportId, description: string): Promise<boolean> {
  if (id === 'project') return saveAs(blob, name, description);
  saveFile(blob, name);
  return true;
}

function ScaleSelect() {
  const { t } = useTexts();
  const scale = useExports((state) => state.scale);
  const side = useApp((state) => modelInView(state)?.config.imageSize ?? 0);
  return (
    <Select
      aria-label={t('export.scale')}
      value={String(scale)}
      options={SAMPLE_SCALES.map((times) => ({
        value: String(times),
        text: t('export.times', { times, side: 8 * side * times }),
      }))}
      onPick={(text) => {
        const picked = SAMPLE_SCALES.find((times) => String(times) === text);
        if (picked) exporter.store.setState({ scale: picked });
      }}
    />
  );
}
