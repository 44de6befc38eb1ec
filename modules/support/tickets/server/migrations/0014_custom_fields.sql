-- Fields that organisations add to their tickets, found by the search where they ask for it.
select customizable('tickets', 'ticket');
alter table tickets drop column search;
alter table tickets add column search tsvector not null generated always as (
  setweight(search_words(title), 'A') || setweight(search_words(description), 'B') || setweight(search_words(number::text), 'A')
    || setweight(search_words(custom_words), 'C')
) stored;
select search_index('tickets');
