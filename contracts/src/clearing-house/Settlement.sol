// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Fills } from "./Fills.sol";
import { IClearingHouse } from "./IClearingHouse.sol";
import { Withdrawals } from "./Withdrawals.sol";

/// @title Settlement of batches
abstract contract Settlement is Fills, Withdrawals {
    /// @inheritdoc IClearingHouse
    function settle(bytes calldata batch) external nonReentrant whenNotPaused {
        if (!_operators[msg.sender]) revert NotOperator(msg.sender);
        Frame memory frame = _open(batch);
        _loadAccounts(frame);
        _verifyOrders(frame);
        _applyFills(frame);
        _fillLanes(frame);
        _debitWithdrawals(frame);
        if (frame.signature != frame.end) {
            revert MalformedBatch(frame.signature - _startOf(batch), batch.length);
        }
        _saveAccounts(frame);
        _state.sequence = uint48(frame.sequence);
        emit Settled(uint48(frame.sequence), batch[:frame.carriedEnd - _startOf(batch)]);
        _payWithdrawals(frame);
    }
}
