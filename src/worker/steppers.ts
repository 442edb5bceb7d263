import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Message } from '../core/messages';
import type { StepKind } from '../core/run';
import { tuningFor } from '../gpu/kernels/conv-launch';
import { selfTest } from '../gpu/self-test';
import { planCovers } from '../train/plan';
import { PlanStepper } from '../train/plan-stepper';
import type { StepperFactory } from '../train/run';
import { TfjsStepper } from '../train/tfjs-stepper';

/** Which step a visit trains by, and how a run gets its stepper. */
export interface StepperChoice {
  kind: StepKind;
  make: StepperFactory;
}

const TFJS: StepperChoice = { kind: 'tfjs', make: (trainee) => new TfjsStepper(trainee) };

/**
 * The planned step where tfjs runs on WebGPU and this GPU computes all of our kernels rightly, else the tfjs step. What
 * is passed over for a reason that a person did not choose is told through `notice`.
 */
export async function chooseSteppers(
  device: GPUDevice | undefined,
  software: boolean,
  asked: StepKind | undefined,
  notice: (message: Message) => void,
): Promise<StepperChoice> {
  if (device === undefined || asked === 'tfjs') return TFJS;
  const tuning = tuningFor(software);
  const failures = await selfTest(device, tuning);
  if (failures.length > 0) {
    const families = failures.map(({ family }) => family).join(', ');
    const detail = failures.map(({ detail: seen }) => seen).join('; ');
    notice({ code: 'kernelSelfTestFailed', params: { families }, detail });
    return TFJS;
  }
  return {
    kind: 'plan',
    make: (trainee) => {
      const covered = planCovers(trainee.config, device.limits, tuning);
      if (covered === true) return new PlanStepper(trainee, tf.backend() as WebGPUBackend, tuning);
      notice({ code: 'planNotCovered', detail: covered });
      return new TfjsStepper(trainee);
    },
  };
}
