select search_index('tickets');
select search_index('ticket_comments');
