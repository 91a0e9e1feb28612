-- What analysts ask most.

create view report_medication as
select report.patient_id, report.report_id, report.reported_at, taken.place,
       taken.medication ->> 'drugId' as drug_id,
       (taken.medication ->> 'doseMg')::numeric as dose_mg,
       coalesce((taken.medication ->> 'known')::boolean, false) as known,
       taken.medication ->> 'name' as name,
       taken.medication ->> 'atc' as atc,
       taken.medication ->> 'unit' as unit
from report
cross join lateral jsonb_array_elements(report.medications)
  with ordinality as taken(medication, place);

comment on view report_medication is 'One row a medication of a report, with what the dictionary knew of the drug when the report was stored.';
comment on column report_medication.place is 'In the report''s list, from 1.';

create view report_day as
select (reported_at at time zone 'UTC')::date as day, count(*) as reports,
       count(distinct patient_id) as patients,
       count(*) filter (where unknown_drugs > 0) as with_unknown_drugs,
       avg(heart_rate) as mean_heart_rate, avg(temperature) as mean_temperature
from report
group by (reported_at at time zone 'UTC')::date;

comment on view report_day is 'One row a day, by the reports'' own times, in UTC.';
