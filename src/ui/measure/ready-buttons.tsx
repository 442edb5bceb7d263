import { readyParts } from '../../state/app';
import { READY_MODELS, viewReadyModel } from '../../state/ready-models';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';

/** A button for each ready-made model, which opens it in place of the run; `onPick` is told when one is pressed. */
export function ReadyButtons({ onPick }: { onPick?: () => void }) {
  const { t } = useTexts();
  return READY_MODELS.map((id) => {
    const name = t(`ready.${id}`);
    const pick = () => {
      onPick?.();
      void viewReadyModel(readyParts, id, name);
    };
    return (
      <Button key={id} onClick={pick}>
        {name}
      </Button>
    );
  });
}
