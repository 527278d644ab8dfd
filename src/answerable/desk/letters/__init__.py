"""Letters: their texts, filled per body, and waves of them that one person proposes and another approves."""
