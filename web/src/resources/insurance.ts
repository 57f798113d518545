/** Payers, coverages, claims, what insurers answer, and what they deny. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { all, api, got, ifMatch, once, type Schemas } from '@/client';
import { useAction } from './act.ts';
import { keys } from './keys.ts';

export type Coverage = Schemas['CoverageView'];
export type Payer = Schemas['PayerView'];
export type Claim = Schemas['ClaimView'];
export type ClaimState = Schemas['ClaimState'];
export type Denial = Schemas['DenialView'];
export type DenialStatus = Schemas['DenialStatus'];
export type Remittance = Schemas['RemittanceView'];
export type RemittanceClaim = Schemas['RemittanceClaimView'];

const OF = { claims: [...keys.billing, 'claims'], coverages: [...keys.billing, 'coverages'], payers: [...keys.billing, 'payers'], remittances: [...keys.billing, 'remittances'], denials: [...keys.billing, 'denials'] };

/** All payers. */
export const usePayers = (enabled = true) =>
  useQuery({ queryKey: OF.payers, enabled, queryFn: () => all((after) => got(api.GET('/api/payers', { params: { query: { limit: 200, after } } }))) });

/** Add a payer. */
export const useAddPayer = () => useAction((body: Schemas['NewPayer'], key) => got(api.POST('/api/payers', { body, headers: once(key) })), [OF.payers]);

/** Who pays for a patient. */
export const useCoverages = (patient_id: string, enabled = true) =>
  useQuery({
    queryKey: [...OF.coverages, patient_id],
    enabled,
    queryFn: () => all((after) => got(api.GET('/api/patients/{patient_id}/coverages', { params: { path: { patient_id }, query: { limit: 100, after } } }))),
  });

/** Note who pays for a patient. */
export const useAddCoverage = (patient_id: string) =>
  useAction(
    (body: Schemas['NewCoverage'], key) =>
      got(api.POST('/api/patients/{patient_id}/coverages', { params: { path: { patient_id } }, body, headers: once(key) })),
    [OF.coverages],
  );

/** Claims in some states, or of a patient, the newest first. */
export const useClaims = (filter: { state?: ClaimState[]; patient_id?: string }, enabled = true) =>
  useInfiniteQuery({
    queryKey: [...OF.claims, filter],
    enabled,
    queryFn: ({ pageParam, signal }) => got(api.GET('/api/claims', { params: { query: { ...filter, limit: 50, after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One claim with what was found about it. */
export const useClaim = (claim_id: string) =>
  useQuery({ queryKey: [...OF.claims, claim_id], queryFn: () => got(api.GET('/api/claims/{claim_id}', { params: { path: { claim_id } } })) });

/** Make a claim of an invoice. */
export const useMakeClaim = () => useAction((body: Schemas['NewClaim'], key) => got(api.POST('/api/claims', { body, headers: once(key) })), [OF.claims]);

/** Complete a claim. */
export const useChangeClaim = (claim_id: string) =>
  useAction(
    ({ version, change }: { version: number; change: Schemas['ClaimChange'] }) =>
      got(api.PATCH('/api/claims/{claim_id}', { params: { path: { claim_id } }, body: change, headers: ifMatch(version) })),
    [OF.claims],
  );

/** Look at a claim with every rule. */
export const useCheckClaim = (claim_id: string) =>
  useAction((_: null, key) => got(api.POST('/api/claims/{claim_id}/check', { params: { path: { claim_id } }, headers: once(key) })), [OF.claims]);

/** Send a claim. */
export const useSubmitClaim = (claim_id: string) =>
  useAction((_: null, key) => got(api.POST('/api/claims/{claim_id}/submit', { params: { path: { claim_id } }, headers: once(key) })), [OF.claims]);

/** What a clearinghouse sends back is plain text, not JSON. */
const X12 = { 'Content-Type': 'application/edi-x12' };
const asItIs = (body: string) => body;

/** Take a remittance file: what fits is posted, the rest waits with its reason. */
export const useTakeRemittance = () =>
  useAction(
    (text: string, key) => got(api.POST('/api/remittances', { body: text, bodySerializer: asItIs, headers: { ...X12, ...once(key) } as never })),
    [keys.billing, keys.reports],
  );

/** Take an acknowledgement file. */
export const useTakeAcknowledgement = () =>
  useAction(
    (text: string, key) => got(api.POST('/api/claim-acknowledgements', { body: text, bodySerializer: asItIs, headers: { ...X12, ...once(key) } as never })),
    [OF.claims],
  );

/** Remittances, the newest first. */
export const useRemittances = () =>
  useInfiniteQuery({
    queryKey: OF.remittances,
    queryFn: ({ pageParam }) => got(api.GET('/api/remittances', { params: { query: { limit: 50, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** One remittance with its answers. */
export const useRemittance = (remittance_id: string) =>
  useQuery({
    queryKey: [...OF.remittances, remittance_id],
    queryFn: () => got(api.GET('/api/remittances/{remittance_id}', { params: { path: { remittance_id }, query: { limit: 500 } } })),
  });

/** Say which invoice an answer is for. */
export const useMatch = (remittance_id: string) =>
  useAction(
    (body: Schemas['NewMatch'], key) =>
      got(api.POST('/api/remittances/{remittance_id}/match', { params: { path: { remittance_id } }, body, headers: once(key) })),
    [keys.billing, keys.reports],
  );

/** Take a posted answer back. */
export const useUnmatch = (remittance_id: string) =>
  useAction(
    (remittance_claim_id: string, key) =>
      got(api.POST('/api/remittances/{remittance_id}/unmatch', { params: { path: { remittance_id } }, body: { remittance_claim_id }, headers: once(key) })),
    [keys.billing, keys.reports],
  );

/** Denials to be worked, the oldest first. */
export const useDenials = (status: DenialStatus[]) =>
  useInfiniteQuery({
    queryKey: [...OF.denials, status],
    queryFn: ({ pageParam }) => got(api.GET('/api/denials', { params: { query: { status, limit: 50, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Say who works a denial, what is next and until when. */
export const useChangeDenial = () =>
  useAction(
    ({ id, version, change }: { id: string; version: number; change: Schemas['DenialChange'] }) =>
      got(api.PATCH('/api/denials/{denial_id}', { params: { path: { denial_id: id } }, body: change, headers: ifMatch(version) })),
    [OF.denials],
  );

/** What was posted to a patient's account in a time, the oldest first. */
export const useStatement = (patient_id: string, from: string, to: string) =>
  useQuery({
    queryKey: [...keys.billing, 'statement', patient_id, from, to],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const page = (after?: string) =>
        got(api.GET('/api/patients/{patient_id}/statement', { params: { path: { patient_id }, query: { from, to, limit: 200, after } } }));
      const first = await page();
      const entries = [...first.entries];
      for (let next = first.next; next; ) {
        const more = await page(next);
        entries.push(...more.entries);
        next = more.next;
      }
      return { ...first, entries };
    },
  });
