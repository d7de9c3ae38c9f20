import { ApiError, invalid } from '../platform/http-errors.ts';
import { called } from '../platform/particle.rules.ts';
import type { Plan, Step } from './organisation.schema.ts';
import { dedicatedOn, nameOf, standsOn, type State } from './state.rules.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/**
 * Refuses a plan that cannot be: 400 naming the field of the step, 409 `later-order` where something is ordered for that
 * day or later already, 409 `dedicated-without-successor` where the city would be without its 전담부서 (Art. 4(1)).
 */
export function checkPlan({ effectiveOn, steps }: Plan, state: State): void {
  const touched = new Set<number>();
  for (const [i, step] of steps.entries())
    for (const [departmentId, field] of named(step)) {
      const at = `steps.${i}.${field}`;
      checkDepartment(state, departmentId, effectiveOn, at);
      if (touched.has(departmentId))
        throw invalid(
          at,
          `${nameOf(state, departmentId)}이(가) 두 번 나옵니다. 한 부서는 한 번만 바꿉니다.`,
          `${nameOf(state, departmentId)} appears twice. One department changes once in an order.`,
        );
      touched.add(departmentId);
    }
  checkNames(steps, state, effectiveOn);
  for (const [i, step] of steps.entries()) {
    if (step.kind === 'merge') checkHead(step, i);
    if (step.kind === 'split') checkPurposes(step, i);
    if (step.kind === 'abolish' && dedicatedOn(state, effectiveOn)?.departmentId === step.departmentId)
      throw new ApiError(
        409,
        'dedicated-without-successor',
        {
          ko: '전담부서는 뒤를 잇는 부서 없이 없앨 수 없습니다(제4조제1항). 다른 부서를 먼저 지정하거나 통합하십시오.',
          en: 'The dedicated department cannot go without a successor (Art. 4(1)). Designate another first, or merge it.',
        },
        `steps.${i}.departmentId`,
      );
  }
}

function named(step: Step): [number, string][] {
  switch (step.kind) {
    case 'found':
      return [];
    case 'merge':
      return [
        ...step.departmentIds.map((id, i): [number, string] => [id, `departmentIds.${i}`]),
        ...('departmentId' in step.into ? [[step.into.departmentId, 'into'] as [number, string]] : []),
      ];
    case 'rename':
    case 'split':
    case 'abolish':
      return [[step.departmentId, 'departmentId']];
  }
}

function checkDepartment(state: State, departmentId: number, day: string, field: string): void {
  const department = state.departments.find((each) => each.departmentId === departmentId);
  const eve = dayAfter(day, -1);
  if (department === undefined || !standsOn(eve, department))
    throw invalid(
      field,
      `${eve}에 그런 부서가 없습니다. 시행일 전날 있는 부서를 고르십시오.`,
      `There is no such department on ${eve}, the day before. Choose one that exists then.`,
    );
  const posts = state.posts.filter((post) => post.departmentId === departmentId);
  const later =
    department.validTo ??
    posts.find(({ validFrom }) => validFrom >= day)?.validFrom ??
    posts.find(({ validTo }) => validTo !== null && validTo >= day)?.validTo ??
    state.designations.find(
      (each) =>
        each.departmentId === departmentId &&
        (each.validFrom >= day || (each.validTo !== null && each.validTo >= day)),
    )?.validFrom ??
    null;
  if (later !== null)
    throw new ApiError(
      409,
      'later-order',
      {
        ko: `${department.name}에는 ${later}의 변경이 이미 있습니다. 그 변경을 바로잡거나 그 뒤의 날을 고르십시오.`,
        en: `${department.name} changes on ${later} already. Correct that change, or choose a later day.`,
      },
      field,
    );
}

/** On no day two departments of one name. */
function checkNames(steps: readonly Step[], state: State, day: string): void {
  const ending = new Set(
    steps.flatMap((step) =>
      step.kind === 'merge'
        ? step.departmentIds
        : step.kind === 'rename' || step.kind === 'abolish' || (step.kind === 'split' && !step.goesOn)
          ? [step.departmentId]
          : [],
    ),
  );
  const taken = new Set(
    state.departments
      .filter(({ departmentId, validTo }) => !ending.has(departmentId) && (validTo === null || validTo > day))
      .map(({ name }) => name),
  );
  for (const [i, step] of steps.entries())
    for (const [name, field] of newNames(step)) {
      if (taken.has(name))
        throw invalid(
          `steps.${i}.${field}`,
          `${called(name)} 부서가 그날 이미 있습니다. 다른 이름을 적으십시오.`,
          `There is a department '${name}' on that day already. Give another name.`,
        );
      taken.add(name);
    }
}

function newNames(step: Step): [string, string][] {
  switch (step.kind) {
    case 'rename':
    case 'found':
      return [[step.name, 'name']];
    case 'merge':
      return 'name' in step.into ? [[step.into.name, 'into.name']] : [];
    case 'split':
      return step.parts.map(({ name }, i) => [name, `parts.${i}.name`]);
    case 'abolish':
      return [];
  }
}

function checkHead(step: Step & { kind: 'merge' }, i: number): void {
  const among = [...step.departmentIds, ...('departmentId' in step.into ? [step.into.departmentId] : [])];
  if (step.headFrom !== null && !among.includes(step.headFrom))
    throw invalid(
      `steps.${i}.headFrom`,
      '이어서 맡을 부서장은 통합되는 부서 가운데에서 고르십시오.',
      'Choose the head who goes on among the departments that are merged.',
    );
}

function checkPurposes(step: Step & { kind: 'split' }, i: number): void {
  const seen = new Set<string>();
  for (const [n, { purposes }] of step.parts.entries())
    for (const purpose of purposes) {
      if (seen.has(purpose))
        throw invalid(
          `steps.${i}.parts.${n}.purposes`,
          '한 목적의 카메라는 한 부서만 넘겨받습니다.',
          'Cameras of one purpose go to one part only.',
        );
      seen.add(purpose);
    }
}
