-- One row: how many questions of who is who a person can answer.
select count(*) as n from review
