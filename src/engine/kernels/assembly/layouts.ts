import { realBytes } from './element';
import { bins, Distribution } from './observe/distribution';
import { SurveyedLayer, SurveyHead } from './observe/survey';
import { edgeTileAt, fixedScratchBytes, leftPanelAt, rightPanelsAt } from './scratch';
import { twisterWords, twisterWordsAt } from './shuffle';
import { sumBytes } from './small/smallGradient';
import { SmallLayer, SmallPlan } from './small/smallPlan';
import { blockSamples, rowBytes } from './small/smallTiles';
import { numbersBytes } from './sparse/sparseBatch';
import { byteEntryBytes } from './sparse/sparseRows';
import { mostChunk } from './sparse/sparseSums';

/*
 * Where the fields of the structures lie that JavaScript reads and writes, and the sizes that both sides count with:
 * `kernels/layouts` describes them, and holds every instance against its description.
 */

export const smallPlan_layerCount = offsetof<SmallPlan>('layerCount');
export const smallPlan_layers = offsetof<SmallPlan>('layers');
export const smallPlan_inputs = offsetof<SmallPlan>('inputs');
export const smallPlan_outputs = offsetof<SmallPlan>('outputs');
export const smallPlan_loss = offsetof<SmallPlan>('loss');
export const smallPlan_output = offsetof<SmallPlan>('output');
export const smallPlan_block = offsetof<SmallPlan>('block');
export const smallPlan_resident = offsetof<SmallPlan>('resident');
export const smallPlan_rows = offsetof<SmallPlan>('rows');
export const smallPlan_batch = offsetof<SmallPlan>('batch');
export const smallPlan_inputsSource = offsetof<SmallPlan>('inputsSource');
export const smallPlan_targetSource = offsetof<SmallPlan>('targetSource');
export const smallPlan_quantities = offsetof<SmallPlan>('quantities');
export const smallPlan_order = offsetof<SmallPlan>('order');
export const smallPlan_cursor = offsetof<SmallPlan>('cursor');
export const smallPlan_correct = offsetof<SmallPlan>('correct');
export const smallPlan_optimizer = offsetof<SmallPlan>('optimizer');
export const smallPlan_nesterov = offsetof<SmallPlan>('nesterov');
export const smallPlan_parameters = offsetof<SmallPlan>('parameters');
export const smallPlan_gradients = offsetof<SmallPlan>('gradients');
export const smallPlan_state0 = offsetof<SmallPlan>('state0');
export const smallPlan_state1 = offsetof<SmallPlan>('state1');
export const smallPlan_count = offsetof<SmallPlan>('count');
export const smallPlan_spare = offsetof<SmallPlan>('spare');
export const smallPlan_cost = offsetof<SmallPlan>('cost');
export const smallPlan_learningRate = offsetof<SmallPlan>('learningRate');
export const smallPlan_momentum = offsetof<SmallPlan>('momentum');
export const smallPlan_weightDecay = offsetof<SmallPlan>('weightDecay');
export const smallPlan_beta1 = offsetof<SmallPlan>('beta1');
export const smallPlan_beta2 = offsetof<SmallPlan>('beta2');
export const smallPlan_epsilon = offsetof<SmallPlan>('epsilon');
export const smallPlan_power1 = offsetof<SmallPlan>('power1');
export const smallPlan_power2 = offsetof<SmallPlan>('power2');
export const smallPlan_lastBatch = offsetof<SmallPlan>('lastBatch');
export const smallPlan_bytes = offsetof<SmallPlan>();

export const smallLayer_inputs = offsetof<SmallLayer>('inputs');
export const smallLayer_units = offsetof<SmallLayer>('units');
export const smallLayer_activation = offsetof<SmallLayer>('activation');
export const smallLayer_hasBias = offsetof<SmallLayer>('hasBias');
export const smallLayer_kernel = offsetof<SmallLayer>('kernel');
export const smallLayer_bias = offsetof<SmallLayer>('bias');
export const smallLayer_kernelGradient = offsetof<SmallLayer>('kernelGradient');
export const smallLayer_biasGradient = offsetof<SmallLayer>('biasGradient');
export const smallLayer_packed = offsetof<SmallLayer>('packed');
export const smallLayer_kernelSums = offsetof<SmallLayer>('kernelSums');
export const smallLayer_biasSums = offsetof<SmallLayer>('biasSums');
export const smallLayer_z = offsetof<SmallLayer>('z');
export const smallLayer_a = offsetof<SmallLayer>('a');
export const smallLayer_g = offsetof<SmallLayer>('g');
export const smallLayer_zOut = offsetof<SmallLayer>('zOut');
export const smallLayer_aOut = offsetof<SmallLayer>('aOut');
export const smallLayer_gOut = offsetof<SmallLayer>('gOut');
export const smallLayer_bytes = offsetof<SmallLayer>();

export const scratch_zeros: usize = 0;
export const scratch_edgeTile = edgeTileAt;
export const scratch_leftPanel = leftPanelAt;
export const scratch_rightPanels = rightPanelsAt;
export const scratch_bytes = fixedScratchBytes;

export const twister_position: usize = 0;
export const twister_words = twisterWordsAt;
export const twister_bytes = twisterWordsAt + 4 * <usize>twisterWords;

export const surveyedLayer_kernel = offsetof<SurveyedLayer>('kernel');
export const surveyedLayer_bias = offsetof<SurveyedLayer>('bias');
export const surveyedLayer_activations = offsetof<SurveyedLayer>('activations');
export const surveyedLayer_kernelGradient = offsetof<SurveyedLayer>('kernelGradient');
export const surveyedLayer_preActivations = offsetof<SurveyedLayer>('preActivations');
export const surveyedLayer_gradients = offsetof<SurveyedLayer>('gradients');
export const surveyedLayer_inputs = offsetof<SurveyedLayer>('inputs');
export const surveyedLayer_units = offsetof<SurveyedLayer>('units');
export const surveyedLayer_low = offsetof<SurveyedLayer>('low');
export const surveyedLayer_high = offsetof<SurveyedLayer>('high');
export const surveyedLayer_dead = offsetof<SurveyedLayer>('dead');
export const surveyedLayer_bytes = offsetof<SurveyedLayer>();

export const surveyHead_preActivationsMean = offsetof<SurveyHead>('preActivationsMean');
export const surveyHead_preActivationsVariance = offsetof<SurveyHead>('preActivationsVariance');
export const surveyHead_backwardMean = offsetof<SurveyHead>('backwardMean');
export const surveyHead_backwardVariance = offsetof<SurveyHead>('backwardVariance');
export const surveyHead_distinct = offsetof<SurveyHead>('distinct');
export const surveyHead_rank = offsetof<SurveyHead>('rank');
export const surveyHead_saturated = offsetof<SurveyHead>('saturated');
export const surveyHead_dead = offsetof<SurveyHead>('dead');
export const surveyHead_bytes = offsetof<SurveyHead>();

export const distributionFigures_mean = offsetof<Distribution>('mean');
export const distributionFigures_std = offsetof<Distribution>('std');
export const distributionFigures_min = offsetof<Distribution>('min');
export const distributionFigures_max = offsetof<Distribution>('max');
export const distributionFigures_zeros = offsetof<Distribution>('zeros');
export const distributionFigures_nan = offsetof<Distribution>('nan');
export const distributionFigures_infinite = offsetof<Distribution>('infinite');
export const distributionFigures_lower = offsetof<Distribution>('lower');
export const distributionFigures_upper = offsetof<Distribution>('upper');
export const distributionFigures_bytes = offsetof<Distribution>();

export { bins, blockSamples, byteEntryBytes, mostChunk, numbersBytes, realBytes, rowBytes, sumBytes };
